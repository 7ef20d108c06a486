//! How often a load waits for the server: seen by a proxy that stands between, not by a clock.

#[path = "../orm-core/benches/round_trips/proxy.rs"]
mod proxy;
#[path = "../orm-core/benches/round_trips/shop.rs"]
mod shop;

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use proxy::Seen::{self, Answer, Prepare, Run};
use proxy::{Proxy, round_trips};

/// More than any load takes that does not wait for what never comes.
const FOREVER: Duration = Duration::from_secs(60);

async fn open() -> (Proxy, AsyncPgConnection) {
    let server = shop::server();
    let proxy = Proxy::new(shop::address(&server), Duration::ZERO)
        .await
        .unwrap();
    let conn = shop::open(&shop::by_way_of(&server, proxy.port())).await;
    proxy.take();
    (proxy, conn)
}

/// Loads siblings while answers are held back, and tells what went by.
async fn siblings(proxy: &Proxy, conn: &mut AsyncPgConnection, hold: &[usize]) -> Vec<Seen> {
    proxy.hold(hold);
    let shelf = tokio::time::timeout(FOREVER, shop::siblings(conn))
        .await
        .expect("the siblings are asked for while the answers to others are held back")
        .unwrap();
    assert_eq!(shelf.len(), 20);
    assert_eq!(shelf[0].author().name, "author 2");
    assert_eq!(shelf[0].reviews().len(), 3);
    proxy.take()
}

#[tokio::test]
async fn siblings_are_asked_for_before_one_is_answered() {
    let (proxy, mut conn) = open().await;
    shop::siblings(&mut conn).await.unwrap();
    proxy.take();
    // The books at once; their relations' rows only when all four were asked for.
    let seen = siblings(&proxy, &mut conn, &[1, 5, 5, 5, 5]).await;
    assert_eq!(
        seen,
        [
            Run, Answer, Run, Run, Run, Run, Answer, Answer, Answer, Answer
        ]
    );
    assert_eq!(round_trips(&seen), 2);
}

/// diesel-async prepares one statement at a time. What is prepared runs meanwhile.
#[tokio::test]
async fn a_first_load_runs_what_is_prepared_while_it_prepares_the_next() {
    let (proxy, mut conn) = open().await;
    let seen = siblings(&proxy, &mut conn, &[1, 2, 3, 5, 5, 7, 7, 9, 9, 10]).await;
    let count = |what| seen.iter().filter(|seen| **seen == what).count();
    assert_eq!((count(Prepare), count(Run), count(Answer)), (5, 5, 10));
    assert!(round_trips(&seen) <= 7, "{seen:?}");
}

#[tokio::test]
async fn one_after_another_each_is_waited_for() {
    let (proxy, mut conn) = open().await;
    let by_siblings = shop::siblings(&mut conn).await.unwrap();
    let first = shop::one_after_another(&mut conn).await.unwrap();
    assert_eq!(first, by_siblings);
    proxy.take();
    shop::one_after_another(&mut conn).await.unwrap();
    let seen = proxy.take();
    assert_eq!(seen, [Run, Answer].repeat(5));
    assert_eq!(round_trips(&seen), 5);
}
