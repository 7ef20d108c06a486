//! Something that is no connection.
use orm_core::prelude::*;

fn main() {
    let url = &mut String::from("postgres://");
    atomic(url, |_| Ok::<_, orm_core::Error>(())).unwrap();
    on_commit(url, || ()).unwrap();
}
