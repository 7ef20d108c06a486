//! Conditions with names, and functions and traits that give querysets.

use orm_core::prelude::*;

use crate::support::*;

condition! {
    /// Longer than this.
    pub fn longer(min: i32) for Track = milliseconds > min;
    pub fn composed() for Track = composer.is_not_null();
    fn hit(min: i32) for Track = longer(min) && composed() && !(genre.name == "Metal");
    fn named_like(text: &str, other: Option<&str>) for Artist =
        name.icontains(text) || if let Some(other) = other { name.istartswith(other) };
    fn one_of(ids: &[i32], named: &Option<String>) for Artist =
        id.in_(ids) && if let Some(named) = named { name == named };
    fn australian() for Artist = country.name == "Australia";
    fn from_here() for Country = name == "Australia";
    fn homeless() for Artist = country.name.is_null();
    fn nameless() for Country = !(name.contains("s"));
    fn with_long_tracks(min: i32, price_below: f64) for Album =
        tracks.any(longer(min) && price < price_below);
    fn none_at_all() for Track = if let Some(min) = None::<i32> { milliseconds > min }
}

mod elsewhere {
    use crate::support::Album;
    use orm_core::prelude::*;

    pub mod deeper {
        use super::*;
        condition! { pub(crate) fn rocks() for Album = title.contains("Rock"); }
    }

    /// A function of Rust's that chooses arguments.
    pub fn long_enough() -> impl ConditionOf<crate::support::Track> {
        super::longer(i32::from(100_i16) * 2_500)
    }
}

#[test]
fn a_named_condition_filters_rows() {
    let conn = &mut store();
    let rows = queryset!(Track.filter(longer(300_000)).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [3, 7]);
    let rows = queryset!(Track.exclude(longer(300_000) || !composed()).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 2, 5, 6]);
    let rows = queryset!(Track.filter(hit(200_000), id > 1).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 5, 6, 7]);
    assert_eq!(
        queryset!(Album.filter(elsewhere::deeper::rocks()))
            .count(conn)
            .unwrap(),
        2
    );
    assert_eq!(
        queryset!(Track.filter(elsewhere::long_enough()))
            .count(conn)
            .unwrap(),
        4
    );
}

#[test]
fn it_is_the_condition_written_out() {
    let named = queryset!(Track.filter(longer(3) && !composed()));
    let said = queryset!(Track.filter(milliseconds > 3 && !(composer.is_not_null())));
    assert_eq!(sql(&named), sql(&said));
    let named = queryset!(Album.filter(tracks.any(longer(3)) || tracks.none(composed())));
    let said = queryset!(
        Album.filter(tracks.any(milliseconds > 3) || tracks.none(composer.is_not_null()))
    );
    assert_eq!(sql(&named), sql(&said));
    // The joins that it needs are INNER where no row without one could meet it.
    let named = queryset!(Artist.filter(australian()));
    let said = queryset!(Artist.filter(country.name == "Australia"));
    assert_eq!(sql(&named), sql(&said));
}

#[test]
fn values_are_borrowed_optional_and_temporary() {
    let conn = &mut store();
    let text = String::from("acc");
    let rows = queryset!(Artist.filter(named_like(&text, Some("aero"))).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 3]);
    let rows = queryset!(
        Artist
            .filter(named_like(&format!("{text}ept"), None))
            .order_by(id)
    )
    .load(conn)
    .unwrap();
    assert_eq!(keys(&rows), [2]);
    let named = Some(String::from("Accept"));
    let all = queryset!(Artist.filter(one_of(&[1, 2, 3], &None)));
    let one = queryset!(Artist.filter(one_of(&[1, 2, 3], &named)));
    assert_eq!(all.count(conn).unwrap(), 3);
    assert_eq!(one.clone().count(conn).unwrap(), 1);
    let least: Option<i32> = None;
    let rows = queryset!(Track.filter(if let Some(least) = least {
        longer(least)
    }));
    assert_eq!(rows.count(conn).unwrap(), 7);
    assert_eq!(
        queryset!(Track.exclude(none_at_all())).count(conn).unwrap(),
        7
    );
    let many = queryset!(Track.filter(match text.len() {
        3 => longer(300_000),
        _ => composed(),
    }));
    assert_eq!(many.count(conn).unwrap(), 2);
}

#[test]
fn quantifiers_take_it_at_any_depth() {
    let conn = &mut store();
    let rows = queryset!(Album.filter(with_long_tracks(250_000, 1.5)).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 2, 3]);
    let rows = queryset!(
        Artist
            .filter(albums.any(with_long_tracks(250_000, 1.5)))
            .order_by(id)
    )
    .load(conn)
    .unwrap();
    assert_eq!(keys(&rows), [1, 2]);
    let rows = queryset!(Playlist.filter(tracks.all(longer(300_000))).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 3]);
    let rows = queryset!(Genre.filter(tracks.any(album.artist.matches(australian()))))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1]);
}

#[test]
fn matches_says_it_of_the_row_behind_a_relation() {
    let conn = &mut store();
    let rows = queryset!(Album.filter(artist.matches(australian())).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 4]);
    let rows = queryset!(
        Track
            .filter(
                album
                    .artist
                    .matches(name.istartswith("a") && country.matches(from_here()))
            )
            .order_by(id)
    )
    .load(conn)
    .unwrap();
    assert_eq!(keys(&rows), [1, 2, 6, 7]);
    let rows = queryset!(
        Track
            .filter(album.matches(elsewhere::deeper::rocks() && id > 1))
            .order_by(id)
    )
    .load(conn)
    .unwrap();
    assert_eq!(keys(&rows), [6, 7]);
}

/// The rows of `Artist.filter(country.matches(c))` are those whose country is one of
/// `Country.filter(c)`: a row without a country has none that is nameless.
#[test]
fn where_there_is_no_row_nothing_matches() {
    let conn = &mut store();
    assert_eq!(
        queryset!(Country.filter(nameless())).count(conn).unwrap(),
        1
    );
    let rows = queryset!(Artist.filter(!(country.name.contains("s"))).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), on(vec![2, 3, 4], vec![2, 3, 4], vec![2, 3, 4]));
    let rows = queryset!(Artist.filter(country.matches(nameless())).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [3]);
    let rows = queryset!(Artist.exclude(country.matches(nameless())).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 2, 4]);
    let rows = queryset!(Album.filter(artist.matches(homeless())).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 3]);
}

#[test]
fn inner_querysets_and_aggregates_take_it() {
    let conn = &mut store();
    let rows = queryset!(
        Album
            .filter(id < 4)
            .order_by(id)
            .prefetch_related(tracks.filter(longer(250_000)))
            .annotate(long = count(tracks).filter(tracks.matches(longer(250_000))))
    );
    let rows = rows.load(conn).unwrap();
    let long: Vec<i64> = rows.iter().map(|row| row.long).collect();
    assert_eq!(long, [1, 1, 1]);
    let shown: Vec<usize> = rows.iter().map(|row| row.tracks().shown().len()).collect();
    assert_eq!(shown, [1, 1, 1]);
    // After `annotate` the fields are still there.
    let rows = queryset!(
        Album
            .annotate(tracks_in_it = count(tracks))
            .filter(elsewhere::deeper::rocks())
            .order_by(id)
    )
    .load(conn)
    .unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].tracks_in_it, 2);
    let chunks = queryset!(Album.prefetch_related(tracks.filter(longer(1))));
    assert_eq!(each(chunks.chunks(2, conn)).count(), 3);
}

#[test]
fn the_statement_is_found_by_type() {
    use diesel::query_builder::QueryId;
    fn is_static<Q: QueryId>(_: &Q) -> bool {
        Q::HAS_STATIC_QUERY_ID
    }
    let static_id = queryset!(Artist.filter(australian() && albums.any(with_long_tracks(3, 1.0))));
    assert!(is_static(&static_id));
    assert_eq!(
        Artist.filter(orm_core::ast::NoCondition).query_id_of(),
        Artist.filter(orm_core::ast::NoCondition).query_id_of()
    );
    let one = queryset!(Track.filter(longer(3)));
    let other = queryset!(Track.filter(composed()));
    assert!(one.query_id_of().is_some());
    assert_ne!(one.query_id_of(), other.query_id_of());
    assert_ne!(
        queryset!(Album.filter(tracks.any(longer(3)))).query_id_of(),
        queryset!(Album.filter(tracks.any(composed()))).query_id_of()
    );
    assert!(!is_static(&queryset!(Artist.filter(named_like("a", None)))));
}

/// Diesel's id of a statement.
trait QueryIdOf: diesel::query_builder::QueryId {
    fn query_id_of(&self) -> Option<std::any::TypeId> {
        Self::query_id()
    }
}
impl<Q: diesel::query_builder::QueryId> QueryIdOf for Q {}

// Functions and traits that give querysets.

impl Album {
    fn rocks() -> impl QuerySetOf<Album> {
        queryset!(Album.filter(elsewhere::deeper::rocks()))
    }
}

/// What several models have.
trait Published: orm_core::Model {
    fn published() -> impl QuerySetOf<Self>;
    fn above(least: i32) -> impl QuerySetOf<Self>;
}

impl Published for Track {
    fn published() -> impl QuerySetOf<Self> {
        queryset!(Track.filter(composed()))
    }
    fn above(least: i32) -> impl QuerySetOf<Self> {
        queryset!(Self::published().filter(id > least))
    }
}
impl Published for Artist {
    fn published() -> impl QuerySetOf<Self> {
        queryset!(Artist.filter(albums.any()))
    }
    fn above(least: i32) -> impl QuerySetOf<Self> {
        queryset!(Artist.filter(id > least))
    }
}

fn for_shop(base: impl QuerySetOf<Track>, least: i32) -> impl QuerySetOf<Track> {
    queryset!(base.filter(longer(least)))
}

#[test]
fn functions_and_traits_give_querysets_that_compose() {
    let conn = &mut store();
    let rows = queryset!(Album::rocks().filter(id > 1)).load(conn).unwrap();
    assert_eq!(keys(&rows), [4]);
    let rows = queryset!(Track::published().filter(longer(250_000)).order_by(-id)[..2])
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [7, 5]);
    let rows = queryset!(<Track as Published>::above(5).order_by(id));
    assert_eq!(keys(&rows.load(conn).unwrap()), [6, 7]);
    assert_eq!(Track::published().count(conn).unwrap(), 5);
    assert_eq!(Artist::published().count(conn).unwrap(), 3);
    let rows = queryset!(for_shop(Track::published(), 300_000))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [7]);
    let inner = queryset!(Album.filter(tracks.any(id.in_(queryset!(Track::above(5))))));
    assert_eq!(inner.count(conn).unwrap(), 1);
}

// The same relation under several names.

#[test]
fn a_relation_is_loaded_under_several_names() {
    let conn = &mut store();
    let long = 250_000;
    let qs = queryset!(
        Album
            .order_by(id)
            .select_related(artist)
            .prefetch_related(
                longest = tracks.order_by(-milliseconds)[..1],
                long = tracks.filter(longer(long)).order_by(id),
                by_name = tracks.order_by(name).select_related(genre),
            )
            .prefetch_related(tracks.playlists)
            .annotate(n = count(tracks))
            .filter(id != 2)
    );
    let rows = assert_num_queries!(conn, 6, { qs.load(conn).unwrap() });
    let album = &rows[0];
    assert_eq!(
        (album.id, album.n, album.artist().name.as_str()),
        (1, 2, "AC/DC")
    );
    assert_eq!(album.longest.shown()[0].id, 2);
    let long: Vec<i32> = album.long.iter().map(|track| track.id).collect();
    assert_eq!(long, [2]);
    let names: Vec<&str> = album
        .by_name
        .iter()
        .map(|track| track.name.as_str())
        .collect();
    assert_eq!(names, ["Evil Walks", "Put The Finger On You"]);
    assert_eq!(album.by_name.len(), 2);
    assert_eq!(album.by_name[0].genre().unwrap().name, "Rock");
    assert_eq!(album.tracks().len(), 2);
    assert_eq!(album.tracks()[0].playlists()[0].name, "All");
    // Of an album without tracks.
    let none = &rows[3];
    assert_eq!((none.id, none.n, none.by_name.len()), (5, 0, 0));
    assert!(none.longest.shown().is_empty() && none.long.shown().is_empty());
    for track in &album.by_name {
        assert_eq!(track.album_id, 1);
    }
    let one = queryset!(
        Playlist
            .filter(id == 3)
            .prefetch_related(songs = tracks.order_by(-id))
    )
    .get(conn)
    .unwrap();
    assert_eq!(
        one.songs.iter().map(|track| track.id).collect::<Vec<_>>(),
        [7, 3]
    );
    let inner = queryset!(
        Artist.order_by(id).prefetch_related(
            records = albums
                .order_by(id)
                .prefetch_related(cheap = tracks.filter(price < 1.0))
        )
    )
    .load(conn)
    .unwrap();
    assert_eq!(inner[0].records[1].cheap.shown().len(), 1);
}

#[test]
fn a_named_condition_joins_inside_a_subquery() {
    let conn = &mut store();
    let rows = queryset!(
        Album
            .filter(exists(
                Artist.filter(australian() && id == outer(artist_id))
            ))
            .order_by(id)
    );
    let same = queryset!(Album.filter(artist.matches(australian())).order_by(id));
    let rows = keys(&rows.load(conn).unwrap());
    assert!(!rows.is_empty());
    assert_eq!(rows, keys(&same.load(conn).unwrap()));
}

/// Beside the condition's own function nothing of its name is made: a model, or a type of an
/// argument, may be called as it is.
mod of_one_name {
    use crate::support::{Album, Track};
    use orm_core::prelude::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "albums")]
    pub struct Titled {
        pub id: i32,
        pub title: String,
    }
    #[derive(Debug, Clone, Copy)]
    pub struct Longer(pub i32);
    impl Longer {
        pub const MINUTE: i32 = 60_000;
    }

    pub trait Shop {
        type Article: Model;
    }
    pub struct Records;
    impl Shop for Records {
        type Article = Album;
    }
    pub type Disc = Album;
    pub type Sold<S> = <S as Shop>::Article;

    condition! {
        pub fn titled() for Titled = title != "";
        pub fn longer(longer: Longer) for Track = milliseconds > longer.0 * Longer::MINUTE;
        pub fn of_an_alias() for Disc = title.contains("Rock");
        pub fn of_a_trait(part: &str) for <Records as Shop>::Article = title.contains(part);
        pub fn of_both() for Sold<Records> = of_an_alias() && of_a_trait("Let");
    }
}

#[test]
fn a_model_may_be_called_as_the_condition_or_by_an_alias() {
    use of_one_name::*;
    let conn = &mut store();
    assert_eq!(queryset!(Titled.filter(titled())).count(conn).unwrap(), 5);
    let long = queryset!(Track.filter(longer(Longer(5))))
        .load(conn)
        .unwrap();
    assert_eq!(sorted_keys(&long), [3, 7]);
    let rocks = queryset!(Album.filter(of_an_alias())).load(conn).unwrap();
    assert_eq!(sorted_keys(&rocks), [1, 4]);
    let lets = queryset!(Album.filter(of_a_trait("Let")))
        .load(conn)
        .unwrap();
    assert_eq!(sorted_keys(&lets), [4]);
    let both = queryset!(Artist.filter(albums.any(of_both())))
        .load(conn)
        .unwrap();
    assert_eq!(sorted_keys(&both), [1]);
}
