//! How many requests a second each action may send.

use tc3_runtime::{Action, Client, RateLimits};

use crate::stopwatch::{Create, GAAP, Rare, Stopwatch, Unknown};

async fn spacing<A: Action>(limits: RateLimits, request: A, calls: usize) -> Vec<u128> {
    let watch = Stopwatch::start();
    let client = watch.builder(limits).build().unwrap();
    for _ in 0..calls {
        client.send(&request).await.unwrap();
    }
    watch.sent()
}

async fn raw(client: &Client, action: &str) {
    client.call_raw(GAAP.name, GAAP.version, action, "{}").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_factor_is_a_part_of_the_figure() {
    let create = || Create { number: None };
    let tenth = RateLimits::new().factor(0.1);
    assert_eq!(spacing(tenth.clone(), create(), 5).await, [0, 0, 1000, 1000, 2000]);
    assert_eq!(spacing(tenth, Rare {}, 3).await, [0, 10_000, 20_000]);
    let double = RateLimits::new().factor(2.0);
    assert_eq!(spacing(double, Rare {}, 3).await, [0, 0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_figure_of_ones_own_comes_first() {
    let limits = RateLimits::new()
        .action("gaap", "Rare", 2)
        .action("cvm", "Rare", 9)
        .default_rate(9);
    assert_eq!(spacing(limits.clone(), Rare {}, 3).await, [0, 0, 1000]);
    assert_eq!(spacing(limits.factor(0.5), Rare {}, 3).await, [0, 1000, 2000]);
}

#[tokio::test(start_paused = true)]
async fn actions_without_a_figure_are_held_back_if_others_are() {
    assert_eq!(spacing(RateLimits::new(), Unknown {}, 3).await, [0, 0, 0]);
    assert_eq!(
        spacing(RateLimits::new().default_rate(1), Unknown {}, 3).await,
        [0, 1000, 2000]
    );
    assert_eq!(spacing(RateLimits::new().default_rate(9), Rare {}, 2).await, [0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn raw_calls_share_the_rate_of_their_action() {
    let watch = Stopwatch::start();
    let limits = RateLimits::new().action("gaap", "Rare", 1);
    let client = watch.builder(limits).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    raw(&client, "Rare").await;
    client.send(&Rare {}).await.unwrap();
    raw(&client, "Unknown").await;
    raw(&client, "Unknown").await;
    assert_eq!(watch.sent(), [0, 1000, 2000, 2000, 2000]);
}

#[test]
fn rates_at_which_nothing_can_be_sent_are_rejected() {
    let watch = Stopwatch::start();
    let error = |limits| watch.builder(limits).build().unwrap_err().to_string();
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9, 1e9] {
        let refused = error(RateLimits::new().factor(factor));
        assert!(refused.contains("is not from 0.001 to 1000"), "{refused}");
    }
    let none = RateLimits::new().action("gaap", "Rare", 0);
    assert_eq!(error(none), "the rate limit of gaap Rare is 0");
    assert_eq!(error(RateLimits::new().default_rate(0)), "the default rate limit is 0");
}
