//! Creates an accelerator, with the credentials and the region of the environment.

use aws_sdk_globalaccelerator::{Client, Error, types::IpAddressType};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let config = aws_config::load_from_env().await;
    let client = Client::new(&config);
    let request = client
        .create_accelerator()
        .name("test")
        .ip_address_type(IpAddressType::Ipv4)
        .idempotency_token("3a1f");
    let created = request.send().await?;
    println!("{:?}", created.accelerator().and_then(|accelerator| accelerator.accelerator_arn()));
    Ok(())
}
