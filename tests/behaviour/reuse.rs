//! Querysets as values: in variables, fields, returns and generic code; and Rust inside the
//! macro, where it stands.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use orm_core::ast::IntoCondition;
use orm_core::prelude::*;
use orm_core::{AllOf, LoadOn};

use crate::support::*;

fn long() -> impl QuerySetOf<Track> {
    queryset!(Track.filter(milliseconds > 250_000))
}

fn long_with_album() -> impl QuerySetOf<Track, row!(Track.select_related(album.artist))> {
    queryset!(
        Track
            .filter(milliseconds > 250_000)
            .order_by(-milliseconds)
            .select_related(album.artist)
    )
}

#[test]
fn a_function_returns_a_queryset_that_is_refined_and_loaded() {
    let conn = &mut store();
    let rows = queryset!(long().filter(price < 1.5).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 3, 5]);
    assert_eq!(queryset!(long()).count(conn).unwrap(), 4);
    let rows = queryset!(long_with_album().exclude(album.artist.name == "AC/DC")[..1])
        .load(conn)
        .unwrap();
    assert_eq!(rows[0].album().artist().name, "Accept");
    let rows = queryset!(long_with_album().reverse()).load(conn).unwrap();
    assert_eq!(keys(&rows), [5, 2, 3, 7]);
    let inner = queryset!(
        Album
            .filter(tracks.any(id.in_(queryset!(long()))))
            .order_by(id)
    );
    assert_eq!(keys(&inner.load(conn).unwrap()), [1, 2, 3, 4]);
}

struct Shop<Q> {
    base: Q,
}

impl Shop<AllOf<Track>> {
    fn cheap(&self) -> impl QuerySetOf<Track> + use<> {
        queryset!(self.base.filter(price < 1.5))
    }
}

#[test]
fn a_variable_a_field_and_a_method_are_sources() {
    let conn = &mut store();
    let base = queryset!(Track.filter(id < 4));
    let refined = queryset!(base.order_by(-id));
    assert_eq!(keys(&refined.load(conn).unwrap()), [3, 2, 1]);
    assert_eq!(queryset!(base.filter(id > 1)).count(conn).unwrap(), 2);
    let shop = Shop { base: Track };
    assert_eq!(
        queryset!(shop.cheap().filter(id > 1)).count(conn).unwrap(),
        4
    );
    assert_eq!(queryset!(shop.base.filter(id > 1)).count(conn).unwrap(), 6);
    let (pair,) = (Track,);
    assert_eq!(queryset!(pair).count(conn).unwrap(), 7);
    let tuple = (queryset!(Track.filter(id == 1)), 2);
    assert_eq!(queryset!(tuple.0.order_by(id)).count(conn).unwrap(), 1);
}

#[test]
fn a_model_s_name_is_a_queryset_by_itself() {
    let conn = &mut store();
    assert_eq!(Track.count(conn).unwrap(), 7);
    assert_eq!(Genre.load(conn).unwrap().len(), 2);
    let copies = [Track, Track];
    for copy in copies {
        assert!(copy.exists(conn).unwrap());
    }
    let all: AllOf<Track> = Track;
    assert_eq!(
        all.count(conn).unwrap(),
        orm_core::model::<Track>().count(conn).unwrap()
    );
}

fn how_many<M: orm_core::NoTenant>(conn: &mut Conn) -> orm_core::Result<i64>
where
    AllOf<M>: LoadOn<Conn, Driver>,
{
    orm_core::model::<M>().count(conn).wait()
}

fn all_keys<M>(conn: &mut Conn) -> orm_core::Result<Vec<M::Key>>
where
    M: orm_core::NoTenant,
    AllOf<M>: LoadOn<Conn, Driver, Row: orm_core::model::RowParts<Model = M>>,
{
    Ok(orm_core::model::<M>()
        .load(conn)
        .wait()?
        .iter()
        .map(|row| {
            use orm_core::model::{Key, RowParts};
            M::Key::owned(row.key())
        })
        .collect())
}

#[test]
fn generic_code_works_for_every_model() {
    let conn = &mut store();
    assert_eq!(how_many::<Track>(conn).unwrap(), 7);
    assert_eq!(how_many::<PlaylistTrack>(conn).unwrap(), 9);
    assert_eq!(all_keys::<Album>(conn).unwrap(), [2, 5, 1, 4, 3]);
    assert_eq!(all_keys::<PlaylistTrack>(conn).unwrap().len(), 9);
}

#[test]
fn the_typed_builder_says_the_same_as_the_macro() {
    let conn = &mut store();
    let f = fields_of(&Track);
    let built = Track
        .filter(orm_core::ast::and(
            f.milliseconds().gt(200_000),
            f.album().artist().name().istartswith("a"),
        ))
        .exclude(f.composer().is_null())
        .order_by((orm_core::ast::desc(f.price()), (f.name(), ())))
        .select_related(f.album())
        .prefetch_related(f.playlists())
        .slice_between(0, 3);
    let said = queryset!(
        Track
            .filter(milliseconds > 200_000 && album.artist.name.istartswith("a"))
            .exclude(composer.is_null())
            .order_by(-price, name)
            .select_related(album)
            .prefetch_related(playlists)[0..3]
    );
    assert_eq!(sql(&built), sql(&said));
    assert_eq!(built.load(conn).unwrap(), said.load(conn).unwrap());
}

/// Conditions in a loop, of one type: what a search form needs.
#[test]
fn conditions_are_collected_at_run_time() {
    let conn = &mut store();
    fn cheap_or_long(cheap: bool) -> impl IntoCondition {
        let f = fields_of(&Track);
        if cheap {
            orm_core::ast::Either::A(f.price().lt(1.5))
        } else {
            orm_core::ast::Either::B(f.milliseconds().gt(300_000))
        }
    }
    let _ = cheap_or_long(true);
    let f = fields_of(&Track);
    let either = |cheap: bool| {
        if cheap {
            orm_core::ast::Either::A(f.price().lt(1.5))
        } else {
            orm_core::ast::Either::B(f.milliseconds().gt(300_000))
        }
    };
    assert_eq!(Track.filter(either(true)).count(conn).unwrap(), 5);
    assert_eq!(Track.filter(either(false)).count(conn).unwrap(), 2);
    assert_eq!(Track.exclude(either(false)).count(conn).unwrap(), 5);
}

fn found(conn: &mut Conn, least: &str) -> Result<i64, Box<dyn std::error::Error>> {
    let cell = std::cell::Cell::new(0);
    let once = || {
        cell.set(cell.get() + 1);
        cell.get()
    };
    let qs = queryset!(
        Track.filter(milliseconds > least.parse::<i32>()? && id > once() - 1)[..once() * 3]
    );
    let count = qs.count(conn).wait()?;
    assert_eq!(qs.load(conn).wait()?.len() as i64, count);
    assert_eq!(
        cell.get(),
        2,
        "Rust is evaluated once, when the queryset is built"
    );
    Ok(count)
}

#[test]
fn the_question_mark_works_inside_the_macro() {
    let conn = &mut store();
    assert_eq!(found(conn, "250000").unwrap(), 4);
    assert!(found(conn, "many").is_err());
}

#[test]
fn rust_is_evaluated_in_the_order_in_which_it_stands() {
    let conn = &mut store();
    let log = std::cell::RefCell::new(Vec::new());
    let note = |n: i32| {
        log.borrow_mut().push(n);
        n
    };
    let qs = queryset!(
        Track
            .filter(id > note(1) - 1 && (id < note(2) + 100 || id == note(3)))
            .exclude(playlists.any(id == note(4) * 100))
            .filter(if note(5) > 0 {
                id > note(6) - 6
            })
            .prefetch_related(playlists.filter(id > note(7) - 7).order_by(id)[..note(8)])
            [note(9) - 9..note(10)]
    );
    assert_eq!(*log.borrow(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(qs.load(conn).unwrap().len(), 7);
    assert_eq!(log.borrow().len(), 10);
}

#[test]
fn temporaries_live_as_long_as_the_statement() {
    let conn = &mut store();
    let word = "dose";
    let rows = queryset!(Track.filter(name == &format!("Over{word}")))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [7]);
    let rows =
        queryset!(Track.filter(
            name.endswith(format!("r{word}").as_str()) && name.in_(&[format!("Over{word}")])
        ))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [7]);
    let rows = queryset!(
        Track
            .filter(
                album
                    .artist
                    .albums
                    .any(title.contains(&*String::from("Big")))
            )
            .order_by(id)
    )
    .count(conn)
    .unwrap();
    assert_eq!(rows, 0);
    let lists = queryset!(Playlist.prefetch_related(tracks.filter(name == &format!("Over{word}"))))
        .load(conn)
        .unwrap();
    assert_eq!(lists[0].tracks().shown().len(), 1);
    if let Some(row) = queryset!(Track.filter(name == &String::from("Overdose")))
        .first(conn)
        .unwrap()
    {
        assert_eq!(row.id, 7);
    } else {
        panic!("it is there");
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Is ready the second time it is asked.
async fn later<T>(value: T) -> T {
    let mut asked = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut asked, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    value
}

#[test]
fn await_works_inside_the_macro() {
    let conn = &mut store();
    let rows = block_on(async {
        let qs = queryset!(
            Track
                .filter(id > later(2).await && name != later(String::from("x")).await)
                .exclude(id.in_(later(vec![4]).await))
                .order_by(if later(true).await { -id } else { id })[..later(2).await]
        );
        qs.load(conn).unwrap()
    });
    assert_eq!(keys(&rows), [7, 6]);
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    let count = block_on(is_send(async {
        let least = later(5).await;
        let qs = queryset!(Track.filter(id >= least));
        later(()).await;
        qs
    }));
    assert_eq!(count.count(conn).unwrap(), 3);
}

#[test]
fn values_are_borrowed_or_owned() {
    let conn = &mut store();
    let name = String::from("Overdose");
    let borrowed = queryset!(Track.filter(name == &name || name == name.as_str()));
    assert_eq!(borrowed.count(conn).unwrap(), 1);
    let owned = queryset!(Track.filter(name == name.clone()));
    drop(name);
    assert_eq!(
        owned.clone().count(conn).unwrap() + owned.count(conn).unwrap(),
        2
    );
    let ids = vec![1, 2];
    let listed = queryset!(Track.filter(id.in_(&ids)));
    drop(ids);
    assert_eq!(listed.count(conn).unwrap(), 2, "a list is taken over");
}
