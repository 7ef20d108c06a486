//! Rows: their types and signatures, what comes out of them, how they are built by hand, and
//! how more is loaded into them.

use std::ops::Deref;

use orm_core::prelude::*;

use crate::support::*;

/// A page whose rows have a type with a name.
struct Page {
    albums: Vec<row!(Album.select_related(artist).prefetch_related(tracks.genre))>,
    best: Option<One<row!(Album.prefetch_related(tracks))>>,
    plain: Vec<AlbumRow>,
}

fn page(conn: &mut Conn) -> orm_core::Result<Page> {
    Ok(Page {
        albums: queryset!(Album.select_related(artist).prefetch_related(tracks.genre))
            .load(conn)
            .wait()?,
        best: queryset!(Album.prefetch_related(tracks))
            .first(conn)
            .wait()?,
        plain: Album.load(conn).wait()?,
    })
}

#[test]
fn a_row_s_type_can_be_named() {
    let conn = &mut store();
    let page = page(conn).unwrap();
    assert_eq!(page.albums[0].artist().name, "Accept");
    assert_eq!(page.albums[0].tracks()[0].genre().unwrap().name, "Metal");
    assert_eq!(page.best.unwrap().tracks().len(), 1);
    assert_eq!(page.plain.len(), 5);
    type Deep = row!(
        Track
            .select_related(album.artist.country, genre)
            .prefetch_related(playlists)
    );
    fn shown(track: &Deep) -> String {
        format!(
            "{} in {} lists",
            track.album().artist().name,
            track.playlists().len()
        )
    }
    let tracks = queryset!(
        Track
            .filter(id == 7)
            .select_related(album.artist.country, genre)
            .prefetch_related(playlists)
    );
    let tracks: Vec<Deep> = tracks.load(conn).unwrap();
    assert_eq!(shown(&tracks[0]), "AC/DC in 2 lists");
}

fn with_artist(album: &impl AlbumWithArtist<Artist: Deref<Target = Artist>>) -> String {
    format!("{} by {}", album.title, album.artist().name)
}

fn with_country(
    album: &impl AlbumWithArtist<Artist: ArtistWithCountry<Country: Deref<Target = Country>>>,
) -> String {
    album
        .artist()
        .country()
        .map_or("?".into(), |country| country.name.clone())
}

fn in_short(album: &has!(Album: artist.country, tracks)) -> String {
    format!("{} {}", with_country(album), album.tracks().len())
}

#[test]
fn signatures_ask_for_what_they_need_and_any_superset_will_do() {
    let conn = &mut store();
    let joined = queryset!(Album.order_by(id).select_related(artist))
        .load(conn)
        .unwrap();
    let batched = queryset!(Album.order_by(id).prefetch_related(artist, tracks))
        .load(conn)
        .unwrap();
    let full = queryset!(
        Album
            .order_by(id)
            .select_related(artist.country)
            .prefetch_related(tracks.playlists, artist.albums)
    );
    let full = full.load(conn).unwrap();
    assert_eq!(with_artist(&joined[0]), "For Those About To Rock by AC/DC");
    assert_eq!(with_artist(&batched[1]), "Balls to the Wall by Accept");
    assert_eq!(with_artist(&full[4]), "Big Ones by Aerosmith");
    assert_eq!(in_short(&full[0]), "Australia 2");
    assert_eq!(in_short(&full[1]), "? 1");
    let one = queryset!(
        Album
            .filter(id == 1)
            .select_related(artist.country)
            .prefetch_related(tracks)
    )
    .get(conn)
    .unwrap();
    assert_eq!(in_short(&one), "Australia 2");
    let all: Vec<String> = full.iter().map(in_short).collect();
    assert_eq!(all.len(), 5);
}

#[test]
fn relations_and_models_come_out_of_rows() {
    let conn = &mut store();
    let mut rows = queryset!(
        Album
            .order_by(id)
            .select_related(artist.country)
            .prefetch_related(tracks)
    )
    .load(conn)
    .unwrap();
    let first = rows.remove(0);
    let tracks: Vec<TrackRow> = first.clone().into_tracks();
    assert_eq!(keys(&tracks), [1, 2]);
    let artist = first.clone().into_artist();
    assert_eq!(artist.into_country().unwrap().name, "Australia");
    let album: Album = first.into_model();
    assert_eq!(album.title, "For Those About To Rock");
    let models: Vec<Album> = rows.into_models();
    assert_eq!(models[0].id, 2);
    // Shared rows are cloned out.
    let shared = queryset!(Album.order_by(id).prefetch_related(artist))
        .load(conn)
        .unwrap();
    let artists: Vec<Artist> = shared
        .into_iter()
        .map(|album| album.into_artist().into_model())
        .collect();
    assert_eq!(artists[0], artists[3]);
}

fn album() -> Album {
    Album {
        id: 1,
        title: "Hand".into(),
        artist_id: 1,
    }
}
fn artist() -> Artist {
    Artist {
        id: 1,
        name: "Made".into(),
        country_id: None,
    }
}
fn track(id: i32) -> Track {
    Track {
        id,
        name: format!("T{id}"),
        album_id: 1,
        genre_id: None,
        milliseconds: 1,
        price: 1.0,
        composer: None,
    }
}

#[test]
fn rows_are_built_by_hand_without_a_database() {
    let row = AlbumRow::from(album())
        .with_artist(ArtistRow::from(artist()).with_country(None::<CountryRow>))
        .with_tracks(vec![TrackRow::from(track(1)), TrackRow::from(track(2))]);
    assert_eq!(in_short(&row), "? 2");
    assert_eq!(with_artist(&row), "Hand by Made");
    assert_eq!(row.title, "Hand");
    // Models will do where nothing is loaded with them.
    let plain = AlbumRow::from(album())
        .with_tracks(vec![track(1)])
        .with_artist(artist());
    assert_eq!(plain.tracks()[0].name, "T1");
    let country = Country {
        id: 1,
        name: "Land".into(),
    };
    let row = ArtistRow::from(artist())
        .with_country(Some(country))
        .with_albums(Vec::<Album>::new());
    assert_eq!(row.country().unwrap().name, "Land");
    assert!(row.albums().is_empty());
}

#[test]
fn what_is_built_equals_what_is_loaded() {
    let conn = &mut store();
    let loaded = queryset!(Album.filter(id == 5).select_related(artist.country))
        .get(conn)
        .unwrap();
    let built = AlbumRow::from(Album {
        id: 5,
        title: "Big Ones".into(),
        artist_id: 3,
    })
    .with_artist(
        ArtistRow::from(Artist {
            id: 3,
            name: "Aerosmith".into(),
            country_id: Some(2),
        })
        .with_country(Some(Country {
            id: 2,
            name: "USA".into(),
        })),
    );
    assert_eq!(loaded, built);
    assert_eq!(loaded.clone(), loaded);
    let other = AlbumRow::from(Album {
        id: 5,
        title: "Big".into(),
        artist_id: 3,
    })
    .with_artist(built.into_artist());
    assert_ne!(loaded, other);
    let again = queryset!(Album.order_by(id).prefetch_related(tracks))
        .load(conn)
        .unwrap();
    assert_eq!(again, again.clone());
}

#[test]
fn debug_shows_the_model_and_what_was_loaded() {
    let conn = &mut store();
    let row = queryset!(Album.filter(id == 2).prefetch_related(tracks, artist))
        .get(conn)
        .unwrap();
    let text = format!("{row:?}");
    assert!(
        text.contains("Balls to the Wall") && text.contains("Accept"),
        "{text}"
    );
    assert!(
        text.contains("artist:") && text.contains("tracks:"),
        "{text}"
    );
    assert!(
        !text.contains("NotLoaded") && !text.contains("Arc") && !text.contains("genre:"),
        "{text}"
    );
    let text = format!("{:?}", queryset!(Album.filter(id == 2)).get(conn).unwrap());
    assert!(
        !text.contains("artist:") && !text.contains("tracks:"),
        "{text}"
    );
}

#[test]
fn rows_and_querysets_may_cross_threads() {
    fn check<T: Send + Sync + 'static>(_: &T) {}
    let conn = &mut store();
    let qs = queryset!(
        Album
            .filter(title.contains("a"))
            .select_related(artist)
            .prefetch_related(tracks.order_by(id)[..1])
    );
    check(&qs);
    let rows = qs.load(conn).unwrap();
    check(&rows);
    check(&qs.first(conn).unwrap());
    check(
        &queryset!(Album.prefetch_related(artist, tracks.playlists))
            .load(conn)
            .unwrap(),
    );
    let len = std::thread::spawn(move || rows.len()).join().unwrap();
    assert_eq!(len, 2);
}

#[test]
fn more_is_loaded_into_one_row() {
    let conn = &mut store();
    let album = queryset!(Album.filter(id == 1)).get(conn).unwrap();
    let album = assert_num_queries!(conn, 1, {
        queryset!(album.select_related(artist)).load(conn).unwrap()
    });
    assert_eq!(album.artist().name, "AC/DC");
    let album = queryset!(album.prefetch_related(tracks.genre, tracks.playlists));
    let album = assert_num_queries!(conn, 3, { album.load(conn).unwrap() });
    assert_eq!(album.artist().name, "AC/DC", "what was loaded before stays");
    assert_eq!(album.tracks()[0].genre().unwrap().name, "Rock");
    let first = Artist.first(conn).unwrap().unwrap();
    let first = queryset!(
        first
            .select_related(country)
            .prefetch_related(albums.filter(id == 4))
    )
    .load(conn)
    .unwrap();
    assert_eq!(first.country().unwrap().name, "Australia");
    assert_eq!(first.albums().shown().len(), 1);
}

#[test]
fn more_is_loaded_into_a_vec_of_rows() {
    let conn = &mut store();
    let albums = queryset!(Album.order_by(id)).load(conn).unwrap();
    let albums = queryset!(
        albums
            .select_related(artist.country)
            .prefetch_related(tracks.order_by(-id))
    );
    let albums = assert_num_queries!(conn, 2, { albums.load(conn).unwrap() });
    assert_eq!(keys(&albums), [1, 2, 3, 4, 5]);
    assert_eq!(albums[0].artist().country().unwrap().name, "Australia");
    assert_eq!(keys(albums[0].tracks()), [2, 1]);
    assert_eq!(in_short(&albums[0]), "Australia 2");
    let none = queryset!(Album.filter(id < 0)).load(conn).unwrap();
    let none = assert_num_queries!(conn, 0, {
        queryset!(none.prefetch_related(tracks)).load(conn).unwrap()
    });
    assert!(none.is_empty());
}

#[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
#[model(table = "artists", serialize, has_many(albums = Disc::artist))]
pub struct Singer {
    pub id: i32,
    pub name: String,
}

#[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
#[model(table = "albums", serialize, ordering(id))]
pub struct Disc {
    pub id: i32,
    #[serde(rename = "called")]
    pub title: String,
    #[serde(skip)]
    #[model(foreign_key = Singer)]
    pub artist_id: i32,
}

#[test]
fn rows_serialize_with_exactly_what_was_loaded() {
    use serde_json::{json, to_value};
    let conn = &mut store();
    let bare = queryset!(Disc.filter(id == 5)).get(conn).unwrap();
    assert_eq!(
        to_value(&bare).unwrap(),
        json!({ "id": 5, "called": "Big Ones" })
    );
    let joined = queryset!(Disc.filter(id == 5).select_related(artist))
        .get(conn)
        .unwrap();
    let wanted =
        json!({ "id": 5, "called": "Big Ones", "artist": { "id": 3, "name": "Aerosmith" } });
    assert_eq!(to_value(&joined).unwrap(), wanted);
    let batched = queryset!(Disc.filter(id == 5).prefetch_related(artist))
        .load(conn)
        .unwrap();
    assert_eq!(to_value(&batched).unwrap(), json!([wanted]));
    let whole = queryset!(Singer.filter(id > 2).order_by(id).prefetch_related(albums))
        .load(conn)
        .unwrap();
    assert_eq!(
        to_value(&whole).unwrap(),
        json!([
            { "id": 3, "name": "Aerosmith", "albums": [{ "id": 5, "called": "Big Ones" }] },
            { "id": 4, "name": "Nobody", "albums": [] },
        ])
    );
    let part = queryset!(
        Singer
            .filter(id == 1)
            .prefetch_related(albums.order_by(-id)[..1])
    )
    .get(conn)
    .unwrap();
    assert_eq!(
        to_value(&part).unwrap()["albums"],
        json!([{ "id": 4, "called": "Let There Be Rock" }])
    );
}
