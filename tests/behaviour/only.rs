//! `only` and `defer`: fields that are not read, and are not in the row.

use orm_core::prelude::*;
use orm_core::{Error, QuerySetOf};

use crate::support::*;

/// The columns that a query reads.
fn columns<Q>(queryset: &Q) -> Vec<String>
where
    Q: diesel::query_builder::QueryFragment<Backend>,
{
    let sql = sql(queryset).replace(['`', '"'], "");
    let (columns, _) = sql
        .trim_start_matches("SELECT ")
        .trim_start_matches("DISTINCT ")
        .split_once(" FROM ")
        .unwrap();
    columns.split(", ").map(str::to_owned).collect()
}

#[test]
fn only_reads_the_named_fields_and_the_keys() {
    let conn = &mut store();
    let tracks = queryset!(Track.only(name, price).order_by(id));
    assert_eq!(
        columns(&tracks),
        [
            "self.id",
            "self.name",
            "self.album_id",
            "self.genre_id",
            "self.price"
        ]
    );
    let rows = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
    assert_eq!(rows.len(), 7);
    let row = &rows[4];
    assert_eq!(row.name, "Restless and Wild");
    assert_eq!(row.price, 0.99);
    assert_eq!((row.id, row.album_id, row.genre_id), (5, 3, None));
}

#[test]
fn defer_reads_all_but_the_named_fields() {
    let conn = &mut store();
    let tracks = queryset!(Track.defer(name, price).order_by(-id));
    assert_eq!(
        columns(&tracks),
        [
            "self.id",
            "self.album_id",
            "self.genre_id",
            "self.milliseconds",
            "self.composer"
        ]
    );
    let row = tracks.first(conn).unwrap().unwrap();
    assert_eq!(row.milliseconds, 369_319);
    assert_eq!(row.composer.as_deref(), Some("AC/DC"));
}

#[test]
fn fields_of_loaded_relations_are_named_by_their_path() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .select_related(album.artist.country, genre)
            .only(name, album.title, album.artist.country.name, genre.name)
            .defer(album.artist.name)
            .order_by(id)
    );
    assert_eq!(
        columns(&tracks),
        [
            "self.id",
            "self.name",
            "self.album_id",
            "self.genre_id",
            "album.id",
            "album.title",
            "album.artist_id",
            "album__artist.id",
            "album__artist.country_id",
            "album__artist__country.id",
            "album__artist__country.name",
            "genre.id",
            "genre.name",
        ]
    );
    let rows = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
    let country = rows[0].album().artist().country().unwrap();
    assert_eq!(country.name, "Australia");
    assert!(rows[2].album().artist().country().is_none());
    assert!(rows[4].genre().is_none());
    assert_eq!(rows[6].genre().unwrap().name, "Rock");
}

#[test]
fn batched_relations_have_their_own_fields() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .prefetch_related(tracks.playlists, artist)
            .only(title, tracks.milliseconds, tracks.playlists.name)
            .order_by(id)
    );
    let rows = assert_num_queries!(conn, 4, { albums.load(conn).unwrap() });
    assert_eq!(rows[3].title, "Let There Be Rock");
    assert_eq!(rows[3].artist().name, "AC/DC"); // named nothing of: whole
    let lengths: Vec<i32> = rows[3].tracks().iter().map(|t| t.milliseconds).collect();
    assert_eq!(lengths, [215_196, 369_319]);
    let lists: Vec<&str> = rows[3].tracks()[1]
        .playlists()
        .iter()
        .map(|list| list.name.as_str())
        .collect();
    assert_eq!(lists, ["All", "Long"]);
    // The same said in the queryset of the relation, and under a name.
    let albums = queryset!(
        Album
            .prefetch_related(
                tracks.only(name).order_by(-id),
                longest = tracks.only(milliseconds).order_by(-milliseconds)[..1]
            )
            .order_by(id)
    );
    let rows = assert_num_queries!(conn, 3, { albums.load(conn).unwrap() });
    assert_eq!(rows[0].tracks()[0].name, "Evil Walks");
    assert_eq!(rows[0].longest.shown()[0].milliseconds, 263_497);
}

#[test]
fn a_second_only_replaces_the_first_and_defer_takes_away() {
    let two = queryset!(Track.only(name).only(price));
    assert_eq!(columns(&two)[2], "self.genre_id");
    assert_eq!(columns(&two)[3], "self.price");
    let taken = queryset!(Track.only(name, price).defer(name));
    assert_eq!(columns(&taken), columns(&two));
    let again = queryset!(Track.defer(name).defer(price, composer, milliseconds));
    assert_eq!(
        columns(&again),
        ["self.id", "self.album_id", "self.genre_id"]
    );
    // Relations may be loaded before or after.
    let before = queryset!(Track.select_related(album).only(name));
    let after = queryset!(Track.only(name).select_related(album));
    assert_eq!(sql(&before), sql(&after));
}

#[test]
fn what_is_not_read_can_still_be_asked_for() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .filter(composer == "Young" && album.artist.name == "AC/DC")
            .only(name)
            .order_by(-milliseconds)[..1]
    );
    assert_eq!(tracks.get(conn).unwrap().name, "Evil Walks");
    assert_eq!(queryset!(Track.only(name)).count(conn).unwrap(), 7);
    assert!(queryset!(Track.only(name)).exists(conn).unwrap());
    let albums = queryset!(Album.filter(tracks.any(price > 1.0)).only(id).order_by(id));
    assert_eq!(keys(&albums.load(conn).unwrap()), [3, 4]);
}

#[test]
fn every_terminal_gives_such_rows() {
    let conn = &mut store();
    let tracks = queryset!(Track.only(name).order_by(id));
    let names = |rows: Vec<String>| rows.join(", ");
    let streamed: Vec<String> = each(tracks.iterator(conn))
        .map(|row| row.unwrap().name.clone())
        .take(2)
        .collect();
    assert_eq!(names(streamed), "Put The Finger On You, Evil Walks");
    let albums = queryset!(
        Album
            .prefetch_related(tracks)
            .only(title, tracks.name)
            .order_by(id)
    );
    let mut found = Vec::new();
    for portion in each(albums.chunks(2, conn)) {
        for row in portion.unwrap() {
            found.push((row.title.clone(), row.tracks().len()));
        }
    }
    assert_eq!(found[1], ("Balls to the Wall".to_owned(), 1));
    let bulk = tracks.in_bulk([3, 7, 99], conn).unwrap();
    assert_eq!(bulk.len(), 2);
    assert_eq!(bulk[&7].name, "Overdose");
    let page = tracks.page(2, 3, conn).unwrap();
    assert_eq!(page.items[0].name, "Fast As a Shark");
    let page = tracks.page_after(None, 2, conn).unwrap();
    let page = tracks.page_after(page.next.as_ref(), 2, conn).unwrap();
    assert_eq!(page.items[0].name, "Balls to the Wall");
    let last = tracks.last(conn).unwrap().unwrap();
    assert!(tracks.contains(&Track.get_by(conn, last.id), conn).unwrap());
}

/// A whole track.
trait GetBy {
    fn get_by(&self, conn: &mut Conn, key: i32) -> Track;
}
impl GetBy for orm_core::AllOf<Track> {
    fn get_by(&self, conn: &mut Conn, key: i32) -> Track {
        let one = queryset!(Track.filter(id == key));
        one.get(conn).unwrap().into_model()
    }
}

#[test]
fn values_stand_beside_such_rows() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .only(title)
            .annotate(n = count(tracks))
            .filter(n > 1)
            .order_by(id)
    );
    let rows = albums.load(conn).unwrap();
    assert_eq!(
        (rows[0].title.as_str(), rows[0].n),
        ("For Those About To Rock", 2)
    );
    let after = queryset!(Album.annotate(n = count(tracks)).only(title).order_by(id));
    assert_eq!(after.load(conn).unwrap()[0].n, 2);
    let ranked = queryset!(
        Track
            .only(name)
            .annotate(place = row_number().over(partition_by(album_id), order_by(-milliseconds)))
            .filter(place == 1)
            .order_by(id)
    );
    let names: Vec<String> = ranked
        .load(conn)
        .unwrap()
        .into_iter()
        .map(|row| row.name.clone())
        .collect();
    assert_eq!(names.len(), 4);
    assert_eq!(names[3], "Overdose");
}

#[test]
fn sets_distinct_and_locks_take_such_rows() {
    let conn = &mut store();
    let cheap = queryset!(Track.filter(price < 1.0).only(name));
    let long = queryset!(Track.filter(milliseconds > 300_000).only(name));
    let both = queryset!(cheap.intersect(long).order_by(id));
    let rows = both.load(conn).unwrap();
    assert_eq!(
        (rows.len(), rows[0].name.as_str()),
        (1, "Balls to the Wall")
    );
    let distinct = queryset!(Track.only(name).distinct().order_by(name));
    assert_eq!(distinct.load(conn).unwrap().len(), 7);
    assert!(sql(&distinct).starts_with("SELECT DISTINCT "));
}

#[test]
fn a_row_with_fields_left_out_is_a_row() {
    let conn = &mut store();
    let album = queryset!(Album.only(title).select_related(artist).filter(id == 4));
    let album = album.get(conn).unwrap();
    // More is loaded into it, and into many of them.
    let album = queryset!(album.prefetch_related(tracks.genre))
        .load(conn)
        .unwrap();
    assert_eq!(album.tracks()[0].genre().unwrap().name, "Rock");
    let many = queryset!(Album.only(title).order_by(id))
        .load(conn)
        .unwrap();
    let many = queryset!(
        many.select_related(artist)
            .prefetch_related(tracks.only(name))
    )
    .load(conn)
    .unwrap();
    assert_eq!(many[2].artist().name, "Accept");
    assert_eq!(many[2].tracks()[0].name, "Fast As a Shark");
    let deeper = queryset!(many.prefetch_related(tracks.genre))
        .load(conn)
        .unwrap();
    assert_eq!(deeper[1].tracks()[0].name, "Balls to the Wall");
    assert_eq!(deeper[1].tracks()[0].genre().unwrap().name, "Metal");

    assert_eq!(album, album.clone());
    let text = format!("{album:?}");
    assert!(text.contains("artist_id: 1"), "{text}");
    assert!(text.contains("Let There Be Rock"), "{text}");
    let artist = album.clone().into_artist();
    assert_eq!(artist.into_model().name, "AC/DC");
    assert_eq!(album.clone().into_tracks().len(), 2);
    assert_eq!(album.into_model().title, "Let There Be Rock");
    // Of a relation that was loaded in part a part is taken out.
    let part = queryset!(
        Album
            .only(title)
            .prefetch_related(tracks.filter(price > 1.0))
            .filter(id == 4)
    );
    let part = part.get(conn).unwrap().into_tracks();
    assert_eq!(part.shown().len(), 1);
    let models = many_titles(conn);
    assert_eq!(models[0], "For Those About To Rock");
}

fn many_titles(conn: &mut Conn) -> Vec<String> {
    let rows = queryset!(Album.only(title).order_by(id))
        .load(conn)
        .unwrap();
    rows.into_models()
        .into_iter()
        .map(|album| album.title)
        .collect()
}

type Listed = row!(
    Track
        .select_related(album)
        .only(name, album.title)
        .defer(album.title)
);

fn listed() -> impl QuerySetOf<Track, Listed> {
    queryset!(Track.select_related(album).only(name).defer(album.title))
}

fn line(track: &Listed) -> String {
    format!("{}, {}", track.name, track.album().artist_id)
}

#[test]
fn its_type_has_a_name() {
    let conn = &mut store();
    let tracks = queryset!(listed().order_by(id)[..2]).load(conn).unwrap();
    let lines: Vec<String> = tracks.iter().map(line).collect();
    assert_eq!(lines, ["Put The Finger On You, 1", "Evil Walks, 1"]);
}

#[test]
fn a_relation_that_points_nowhere_is_told() {
    let conn = &mut store();
    run(
        conn,
        "INSERT INTO tracks VALUES (8, 'Lost', 99, 1, 1, 0.5, NULL)",
    );
    let joined = queryset!(Track.select_related(album).only(name, album.title))
        .load(conn)
        .unwrap_err();
    let batched = queryset!(Track.prefetch_related(album).only(name, album.title))
        .load(conn)
        .unwrap_err();
    for error in [joined, batched] {
        match error {
            Error::DanglingForeignKey {
                model,
                relation,
                key,
            } => {
                assert_eq!((model, relation, key.as_str()), ("Track", "album", "99"));
            }
            other => panic!("{other}"),
        }
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shelves", partial, has_one(sign = Sign::shelf), has_many(signs = Sign::shelf))]
pub struct Shelf {
    pub color: Option<String>,
    pub width: Option<i32>,
    pub id: i32,
    pub room: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "signs", partial)]
pub struct Sign {
    pub text: Option<String>,
    #[model(foreign_key = Shelf)]
    pub shelf_id: Option<i32>,
    pub size: Option<i32>,
    pub id: i32,
}

#[test]
fn the_key_is_found_behind_fields_that_are_left_out() {
    let conn = &mut database(
        "CREATE TABLE shelves (id INTEGER PRIMARY KEY, color TEXT, width INTEGER, room TEXT NOT NULL);
         CREATE TABLE signs (id INTEGER PRIMARY KEY, text TEXT, shelf_id INTEGER, size INTEGER);
         INSERT INTO shelves VALUES (1, NULL, NULL, 'hall'), (2, 'red', 90, 'attic');
         INSERT INTO signs VALUES (1, NULL, 2, NULL), (2, 'free', NULL, 7);",
    );
    let shelves = queryset!(
        Shelf
            .select_related(sign)
            .prefetch_related(signs)
            .only(room, sign.size, signs.text)
            .order_by(id)
    );
    let rows = shelves.load(conn).unwrap();
    assert!(rows[0].sign().is_none());
    let sign = rows[1].sign().unwrap();
    assert_eq!((sign.id, sign.shelf_id, sign.size), (1, Some(2), None));
    assert_eq!(rows[1].signs()[0].text, None);
    assert_eq!(rows[1].room, "attic");
    let signs = queryset!(Sign.select_related(shelf).only(shelf.width).order_by(id));
    let rows = signs.load(conn).unwrap();
    assert_eq!(rows[0].shelf().unwrap().width, Some(90));
    assert!(rows[1].shelf().is_none());
    assert_eq!(rows[1].size, Some(7));
}

#[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
#[model(table = "tracks", serialize, partial)]
#[serde(rename_all = "camelCase")]
pub struct Song {
    pub id: i32,
    #[serde(rename = "title")]
    pub name: String,
    #[model(foreign_key = Record)]
    pub album_id: i32,
    pub milliseconds: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composer: Option<String>,
}

#[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
#[model(table = "albums", serialize, partial, has_many(songs = Song::album))]
pub struct Record {
    pub id: i32,
    pub title: String,
}

#[test]
fn fields_that_are_left_out_are_not_serialized() {
    let conn = &mut store();
    let songs = queryset!(Song.only(name).order_by(id)[2..4])
        .load(conn)
        .unwrap();
    assert_eq!(
        serde_json::to_string(&songs).unwrap(),
        r#"[{"id":3,"title":"Balls to the Wall","albumId":2},{"id":4,"title":"Fast As a Shark","albumId":3}]"#
    );
    let records = queryset!(
        Record
            .filter(id == 1)
            .prefetch_related(songs)
            .defer(title, songs.name)
    );
    assert_eq!(
        serde_json::to_string(&records.load(conn).unwrap()).unwrap(),
        r#"[{"id":1,"songs":[{"id":1,"albumId":1,"milliseconds":205662,"composer":"Young"},{"id":2,"albumId":1,"milliseconds":263497,"composer":"Young"}]}]"#
    );
}

#[test]
fn each_choice_of_fields_is_a_statement_of_its_own() {
    let conn = &mut store();
    let names = queryset!(Track.only(name).order_by(id));
    let lengths = queryset!(Track.only(milliseconds).order_by(id));
    let whole = queryset!(Track.order_by(id));
    for _ in 0..3 {
        assert_eq!(names.load(conn).unwrap()[0].name, "Put The Finger On You");
        assert_eq!(lengths.load(conn).unwrap()[0].milliseconds, 205_662);
        assert_eq!(whole.load(conn).unwrap()[0].price, 0.99);
    }
}
