//! `tc3 explorer`: a web application on this machine, over the catalog and the client.
//!
//! ```text
//! page (cli/explorer/*, embedded) --fetch--> server -> guard -> routes -> lookup   what is known of actions
//!                                                                     \-> calls .. what the client does
//! ```
//!
//! Keys stay in this process: the page gets signatures and the last characters of a SecretId, never a key. Every request
//! passes [`guard`] first. The page and the command line share one validator, one filter and one path of a call.

mod answers;
mod calls;
mod code;
mod emulator_switch;
mod history;
mod host_confirmation;
mod lookup;
mod routes;
mod server;
mod session;
mod signatures;
mod web;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use self::lookup::Libraries;
use self::session::Session;
use self::web::guard::Guard;
use self::web::token::Token;
use crate::arguments::GlobalOptions;
use crate::console::{print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// What the command line says.
pub(crate) struct ExplorerOptions {
    /// The options of calls, which are defaults of the page.
    pub(crate) options: GlobalOptions,
    /// The port to listen on; a free one if none is given.
    pub(crate) port: Option<u16>,
    /// Whether a browser is opened.
    pub(crate) opens_browser: bool,
    /// Whether an emulator is started in the process.
    pub(crate) starts_emulator: bool,
}

/// What requests are answered from.
struct Explorer {
    options: GlobalOptions,
    libraries: Libraries,
    session: Session,
    /// Whether the command started an emulator, which calls then go to unless another endpoint is chosen.
    starts_emulator: bool,
}

/// Serves until it is interrupted or an hour has passed without a request.
pub(crate) fn run(command: ExplorerOptions) -> Result<ExitStatus, CliError> {
    let libraries = Libraries::open(&command.options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| CliError::configuration(format!("the system lets no server start: {error}")))?;
    let explorer = Arc::new(Explorer {
        options: command.options.clone(),
        libraries,
        session: Session::default(),
        starts_emulator: command.starts_emulator,
    });
    let ended = runtime.block_on(serve(Arc::clone(&explorer), &command));
    let lost = explorer.session.underway.perhaps_carried_out();
    runtime.shutdown_background();
    ended?;
    if lost.is_empty() {
        return Ok(ExitStatus::Done);
    }
    let mut error = CliError::new(ExitStatus::Ambiguous, "ended while a call was on its way");
    for label in lost {
        error = error.hint(format!("{label} may have been carried out: look before you repeat it"));
    }
    Err(error)
}

async fn serve(explorer: Arc<Explorer>, command: &ExplorerOptions) -> Result<(), CliError> {
    if command.starts_emulator {
        explorer.session.emulator.start(command.options.spec.as_deref()).await?;
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, command.port.unwrap_or(0)));
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| cannot_listen(address, &error))?;
    let port = listener.local_addr().map_or(address.port(), |bound| bound.port());
    let token = Token::random().map_err(CliError::configuration)?;
    let url = format!("http://127.0.0.1:{port}/#{}", token.as_str());
    print_text(&format!("{url}\n"))?;
    if !command.options.quiet {
        print_note("open this address in a browser; Ctrl-C ends it. Who has it can make calls with your keys");
    }
    if command.opens_browser
        && let Err(error) = open::that_detached(&url)
    {
        print_note(&format!(
            "no browser could be opened ({error}): open the address yourself"
        ));
    }
    server::serve(listener, Arc::new(Guard::new(token, port)), explorer).await;
    Ok(())
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> CliError {
    let message = format!("cannot listen on {address}: {error}");
    if error.kind() == std::io::ErrorKind::AddrInUse {
        return CliError::input(message).hint("leave out --port for a free one, or end what listens there");
    }
    CliError::input(message).hint("leave out --port for a free one")
}
