//! Slices: every form and integer type, bounds that are none, and pages that never overlap.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $($queryset:tt)*) => {
        keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

#[test]
fn every_form_of_a_slice() {
    let conn = &mut store();
    let (from, to) = (2, 5);
    let none: [i32; 0] = [];
    assert_eq!(ids!(conn, Track.order_by(id)[..3]), [1, 2, 3]);
    assert_eq!(ids!(conn, Track.order_by(id)[5..]), [6, 7]);
    assert_eq!(ids!(conn, Track.order_by(id)[2..5]), [3, 4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[from..to]), [3, 4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[from * 2..to + 1]), [5, 6]);
    assert_eq!(ids!(conn, Track.order_by(id)[..]), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(ids!(conn, Track.order_by(id)[..0]), none);
    assert_eq!(ids!(conn, Track.order_by(id)[3..3]), none);
    assert_eq!(ids!(conn, Track.order_by(id)[5..3]), none);
    assert_eq!(ids!(conn, Track.order_by(id)[7..]), none);
    assert_eq!(ids!(conn, Track.order_by(id)[6..100]), [7]);
    assert_eq!(ids!(conn, Track.order_by(id)[0..1]), [1]);
}

#[test]
fn every_integer_type_bounds_a_slice() {
    let conn = &mut store();
    macro_rules! types {
        ($($ty:ty)*) => { $(
            let (a, b): ($ty, $ty) = (1, 3);
            assert_eq!(ids!(conn, Track.order_by(id)[a..b]), [2, 3], stringify!($ty));
            assert_eq!(ids!(conn, Track.order_by(id)[..b]), [1, 2, 3]);
            assert_eq!(ids!(conn, Track.order_by(id)[a..][..]).len(), 6);
        )* };
    }
    types!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
    let (a, b) = (1_u8, 3_i64);
    assert_eq!(ids!(conn, Track.order_by(id)[a..b]), [2, 3]);
    assert_eq!(ids!(conn, Track.order_by(id)[..i64::MAX]).len(), 7);
    assert_eq!(ids!(conn, Track.order_by(id)[1..i64::MAX]).len(), 6);
    assert_eq!(ids!(conn, Track.order_by(id)[i64::MAX..]).len(), 0);
}

#[test]
fn a_negative_bound_is_an_error_before_any_query() {
    let conn = &mut store();
    let bad = -1;
    let huge = u64::MAX;
    let wide = i128::from(i64::MAX) + 1;
    let watch = orm_core::instrument::watch(conn);
    let is_slice =
        |error: orm_core::Error| matches!(error, orm_core::Error::Slice { model: "Track" });
    assert!(is_slice(queryset!(Track[..bad]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[bad..]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[bad..3]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[1..bad]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[..huge]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[wide..]).load(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[..bad]).count(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[..bad]).exists(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[..bad]).first(conn).unwrap_err()));
    assert!(is_slice(queryset!(Track[..bad]).get(conn).unwrap_err()));
    assert!(is_slice(
        queryset!(Track[..bad]).chunks(2, conn).err().unwrap()
    ));
    assert!(queryset!(Track[..bad]).iterator(conn).is_err());
    assert_eq!(watch.finish(conn).queries, [""; 0]);
    let error = queryset!(Track[..bad]).load(conn).unwrap_err().to_string();
    assert!(
        error.contains("Track") && error.contains("negative"),
        "{error}"
    );
    // The slice of a prefetch is looked at when its query would run.
    let inner = queryset!(Album.prefetch_related(tracks.order_by(id)[..bad]))
        .load(conn)
        .map(|_| ());
    assert!(is_slice(inner.unwrap_err()));
}

#[test]
fn pages_never_overlap_however_equal_the_rows_are() {
    let mut sql =
        String::from("CREATE TABLE playlists (id INTEGER PRIMARY KEY, name TEXT NOT NULL);");
    for id in (1..=97).rev() {
        sql.push_str(&format!(
            "INSERT INTO playlists VALUES ({id}, '{}');",
            ["a", "b"][id % 2]
        ));
    }
    let conn = &mut database(&sql);
    let mut pages = |page: usize| -> Vec<i32> {
        (0..=97 / page)
            .flat_map(|at| ids!(conn, Playlist.order_by(name)[at * page..(at + 1) * page]))
            .collect()
    };
    for page in [1, 7, 10] {
        let mut all = pages(page);
        assert_eq!(all[..2], [2, 4], "equal rows go by their key");
        all.sort_unstable();
        assert_eq!(all, (1..=97).collect::<Vec<i32>>());
    }
    assert_eq!(ids!(conn, Playlist[3..5]), [4, 5]);
    assert_eq!(ids!(conn, Playlist.order_by(name).reverse()[..2]), [97, 95]);
    assert_eq!(ids!(conn, Playlist.order_by(-name)[..2]), [1, 3]);
}

#[test]
fn a_model_s_ordering_decides_what_is_cut() {
    let conn = &mut store();
    assert_eq!(ids!(conn, Album[..2]), [2, 5]);
    assert_eq!(ids!(conn, Album.reverse()[..2]), [3, 4]);
    assert_eq!(ids!(conn, Album.filter(artist.name == "AC/DC")[1..]), [4]);
}

#[test]
fn distinct_rows_are_sliced_in_total_order() {
    let conn = &mut store();
    assert_eq!(ids!(conn, Track.order_by(price).distinct()[..3]), [1, 2, 3]);
    assert_eq!(ids!(conn, Track.distinct().order_by(-price)[1..3]), [7, 1]);
    assert_eq!(
        ids!(conn, Track.distinct().order_by(album.artist.name, -id)[..2]),
        [7, 6]
    );
    let joined = queryset!(Track.distinct().select_related(album.artist).order_by(id)[..2]);
    assert_eq!(joined.load(conn).unwrap()[1].album().artist().name, "AC/DC");
    assert_eq!(queryset!(Track.distinct()[2..4]).count(conn).unwrap(), 2);
}

#[test]
fn terminals_look_at_the_slice() {
    let conn = &mut store();
    let page = queryset!(Track.order_by(-id)[2..5]);
    assert_eq!(keys(&page.load(conn).unwrap()), [5, 4, 3]);
    assert_eq!(page.count(conn).unwrap(), 3);
    assert!(page.exists(conn).unwrap());
    assert_eq!(page.first(conn).unwrap().unwrap().id, 5);
    assert_eq!(queryset!(Track.order_by(id)[6..9]).get(conn).unwrap().id, 7);
    assert_eq!(queryset!(Track.order_by(id)[6..]).count(conn).unwrap(), 1);
    assert_eq!(queryset!(Track.order_by(id)[..0]).count(conn).unwrap(), 0);
    assert!(!queryset!(Track.order_by(id)[..0]).exists(conn).unwrap());
    assert!(!queryset!(Track.order_by(id)[7..]).exists(conn).unwrap());
    assert!(
        queryset!(Track.order_by(id)[..0])
            .first(conn)
            .unwrap()
            .is_none()
    );
    assert!(
        queryset!(Track.order_by(id)[7..9])
            .first(conn)
            .unwrap()
            .is_none()
    );
    assert!(
        queryset!(Track.order_by(id)[5..5])
            .first(conn)
            .unwrap()
            .is_none()
    );
    assert_eq!(
        queryset!(Track.order_by(id)[5..])
            .first(conn)
            .unwrap()
            .unwrap()
            .id,
        6
    );
    let streamed: Vec<i32> = each(page.iterator(conn))
        .map(|row| row.unwrap().id)
        .collect();
    assert_eq!(streamed, [5, 4, 3]);
    let chunks: Vec<Vec<i32>> = each(page.chunks(2, conn))
        .map(|rows| keys(&rows.unwrap()))
        .collect();
    assert_eq!(chunks, [vec![5, 4], vec![3]]);
}
