//! Pipelining: what siblings cost when the server is far away.
//!
//! `cargo bench -p orm-core --bench round_trips --features async-postgres` loads books with
//! four relations by one queryset, and the same rows with one relation after another, on one
//! `AsyncPgConnection` through a proxy that delays what passes by a millisecond each way. The
//! server is the one that `ORM_TEST_POSTGRES` names; the tables are temporary.
//!
//! What the figures mean: the median time of a load, the round trips in it (how often the
//! client had to wait for an answer before it asked on), and how many times as long the
//! relations one after another take. A bare `SELECT 1` shows what one round trip costs here.
//! The first load prepares the statements; diesel-async prepares one at a time, and runs the
//! ones it has meanwhile.

mod proxy;
mod shop;

use std::time::{Duration, Instant};

use diesel_async::{AsyncPgConnection, RunQueryDsl};

use proxy::{Proxy, round_trips};

const ROUNDS: usize = 101;

fn main() {
    // `cargo test --benches` runs this too: it only has to compile then.
    if cfg!(debug_assertions) {
        println!("not optimized, so not measured: run `cargo bench`");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(compare());
}

async fn compare() {
    let server = shop::server();
    let proxy = Proxy::new(shop::address(&server), Duration::from_millis(1))
        .await
        .expect("a proxy");
    let url = shop::by_way_of(&server, proxy.port());

    let mut conn = shop::open(&url).await;
    let (first, first_trips, expected) = once(&proxy, &mut conn, shop::siblings).await;
    let mut other = shop::open(&url).await;
    let (slow_first, slow_first_trips, answer) =
        once(&proxy, &mut other, shop::one_after_another).await;
    assert!(answer == expected, "both ways give the same rows");

    let (mut bare, mut fast, mut slow) = (Vec::new(), Vec::new(), Vec::new());
    let (mut fast_trips, mut slow_trips) = (0, 0);
    for _ in 0..ROUNDS {
        bare.push(once(&proxy, &mut conn, one_trip).await.0);
        let (time, trips, _) = once(&proxy, &mut conn, shop::siblings).await;
        fast.push(time);
        fast_trips = trips;
        let (time, trips, _) = once(&proxy, &mut other, shop::one_after_another).await;
        slow.push(time);
        slow_trips = trips;
    }
    let (bare, fast, slow) = (median(bare), median(fast), median(slow));
    println!("a round trip: {bare:.2?}\n");
    println!(
        "{:<24}{:>14}{:>10}{:>20}{:>10}{:>9}",
        "books, four relations", "siblings", "trips", "one after another", "trips", "factor"
    );
    let line = |name, fast: Duration, fast_trips, slow: Duration, slow_trips| {
        let factor = slow.as_secs_f64() / fast.as_secs_f64();
        let (fast, slow) = (format!("{fast:.2?}"), format!("{slow:.2?}"));
        println!("{name:<24}{fast:>14}{fast_trips:>10}{slow:>20}{slow_trips:>10}{factor:>9.2}");
    };
    line(
        "first load",
        first,
        first_trips,
        slow_first,
        slow_first_trips,
    );
    line("later loads", fast, fast_trips, slow, slow_trips);
}

/// The time, the round trips and the answer.
async fn once<T>(
    proxy: &Proxy,
    conn: &mut AsyncPgConnection,
    load: impl AsyncFnOnce(&mut AsyncPgConnection) -> orm_core::Result<T>,
) -> (Duration, usize, T) {
    proxy.take();
    let start = Instant::now();
    let answer = load(conn).await.expect("an answer");
    (start.elapsed(), round_trips(&proxy.take()), answer)
}

async fn one_trip(conn: &mut AsyncPgConnection) -> orm_core::Result<usize> {
    use diesel::IntoSql as _;
    let one = diesel::select(1.into_sql::<diesel::sql_types::Integer>());
    Ok(one.execute(conn).await?)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
