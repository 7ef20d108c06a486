//! More is loaded behind relations that rows hold already: the rows stay, and each new hop
//! is one query.

use std::sync::atomic::{AtomicUsize, Ordering};

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[test]
fn behind_all_rows_of_a_relation() {
    let conn = &mut store();
    let albums = queryset!(Album.order_by(id).prefetch_related(tracks.order_by(-id)))
        .load(conn)
        .unwrap();
    let more = queryset!(albums.prefetch_related(tracks.genre));
    let albums: Vec<row!(Album.prefetch_related(tracks.genre))> =
        assert_num_queries!(conn, 1, { more.load(conn).unwrap() });
    let direct = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(-id).prefetch_related(genre))
    );
    assert_eq!(albums, direct.load(conn).unwrap());
    assert_eq!(
        keys(albums[0].tracks()),
        [2, 1],
        "the rows stay as they are"
    );
    assert_eq!(albums[2].tracks()[0].genre(), None);
    assert_eq!(albums[2].tracks()[1].genre().unwrap().name, "Metal");
}

#[test]
fn behind_a_part_which_stays_a_part() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(-milliseconds)[..1])
    )
    .load(conn)
    .unwrap();
    let more = queryset!(albums.prefetch_related(tracks.playlists));
    let albums = assert_num_queries!(conn, 1, { more.load(conn).unwrap() });
    let longest = |at: usize| albums[at].tracks().shown();
    assert_eq!(keys(longest(3)), [7]);
    assert_eq!(sorted_keys(longest(3)[0].playlists()), [1, 3]);
    assert!(longest(4).is_empty());
}

#[test]
fn behind_joined_rows() {
    let conn = &mut store();
    let tracks = queryset!(Track.order_by(id).select_related(album, genre))
        .load(conn)
        .unwrap();
    let more = queryset!(
        tracks
            .select_related(album.artist)
            .prefetch_related(genre.tracks)
    );
    let tracks = assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    let names: Vec<&str> = tracks
        .iter()
        .map(|track| track.album().artist().name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "AC/DC", "AC/DC", "Accept", "Accept", "Accept", "AC/DC", "AC/DC"
        ]
    );
    assert_eq!(tracks[3].genre().unwrap().tracks().len(), 2);
    assert!(tracks[4].genre().is_none());
    assert!(
        std::ptr::eq(tracks[0].album().artist(), tracks[6].album().artist()),
        "what comes by a batched query is shared"
    );
}

#[test]
fn shared_rows_stay_shared() {
    let conn = &mut store();
    let links = queryset!(
        PlaylistTrack
            .order_by(playlist_id, track_id)
            .prefetch_related(track.genre, track.album)
    )
    .load(conn)
    .unwrap();
    let more = queryset!(links.prefetch_related(track.genre.tracks, track.album.artist));
    let links: Vec<row!(PlaylistTrack.prefetch_related(track.genre.tracks, track.album.artist))> =
        assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    let direct = queryset!(
        PlaylistTrack
            .order_by(playlist_id, track_id)
            .prefetch_related(track.genre.tracks, track.album.artist)
    );
    assert_eq!(links, direct.load(conn).unwrap());
    assert_eq!((links[2].track_id, links[7].track_id), (3, 3));
    assert!(std::ptr::eq(links[2].track(), links[7].track()));
    let (one, two) = (links[0].track(), links[1].track());
    assert_eq!((one.album_id, two.album_id), (1, 1));
    assert!(std::ptr::eq(one.album(), two.album()));
    assert!(std::ptr::eq(one.genre().unwrap(), two.genre().unwrap()));
    let without = links.iter().find(|link| link.track_id == 5).unwrap();
    assert!(without.track().genre().is_none());
}

#[test]
fn rows_of_a_relation_that_stand_twice_stay_shared() {
    let conn = &mut store();
    let mut albums = queryset!(Album.order_by(id)).load(conn).unwrap();
    albums.extend(albums.clone());
    let albums = queryset!(albums.prefetch_related(tracks.order_by(id)))
        .load(conn)
        .unwrap();
    let more = queryset!(albums.prefetch_related(tracks.genre, tracks.album));
    let albums = assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    for (a, b) in albums[..5].iter().zip(&albums[5..]) {
        assert_eq!(a.tracks(), b.tracks());
        assert_eq!(a.tracks().as_ptr(), b.tracks().as_ptr());
    }
    assert_eq!(albums[8].tracks()[1].genre().unwrap().name, "Rock");
    assert_eq!(albums[8].tracks()[1].album().title, "Let There Be Rock");
}

#[test]
fn paths_go_on_at_every_depth_at_once() {
    let conn = &mut store();
    let artists = queryset!(Artist.order_by(id).prefetch_related(albums.tracks))
        .load(conn)
        .unwrap();
    let more = queryset!(
        artists
            .select_related(country)
            .prefetch_related(albums.artist, albums.tracks.genre)
            .prefetch_related(albums.tracks.playlists.tracks)
            .prefetch_related(albums.tracks.genre)
    );
    let artists: Vec<
        row!(Artist.prefetch_related(
            country,
            albums.artist,
            albums.tracks.genre,
            albums.tracks.playlists.tracks
        )),
    > = assert_num_queries!(conn, 5, { more.load(conn).unwrap() });
    let album = &artists[0].albums()[0];
    assert_eq!(artists[0].country().unwrap().name, "Australia");
    assert_eq!(album.artist().name, "AC/DC");
    assert_eq!(album.tracks()[0].genre().unwrap().name, "Rock");
    assert_eq!(album.tracks()[0].playlists()[0].tracks().len(), 7);
    let more = queryset!(artists.prefetch_related(albums.tracks.playlists.tracks.genre));
    let artists = assert_num_queries!(conn, 1, { more.load(conn).unwrap() });
    let playlist = &artists[0].albums()[0].tracks()[0].playlists()[0];
    let named = playlist
        .tracks()
        .iter()
        .filter(|track| track.genre().is_some());
    assert_eq!(named.count(), 6);
}

#[test]
fn an_inner_queryset_behind_what_is_loaded() {
    let conn = &mut store();
    let artists = queryset!(Artist.order_by(id).prefetch_related(albums.order_by(id)))
        .load(conn)
        .unwrap();
    let more = queryset!(
        artists.prefetch_related(
            albums
                .tracks
                .order_by(-milliseconds)
                .prefetch_related(playlists)[..1]
        )
    );
    let artists = assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    let longest: Vec<Vec<i32>> = artists[0]
        .albums()
        .iter()
        .map(|album| keys(album.tracks().shown()))
        .collect();
    assert_eq!(longest, [[2], [7]]);
    let last = &artists[0].albums()[1].tracks().shown()[0];
    assert_eq!(sorted_keys(last.playlists()), [1, 3]);
}

fn country_of(album: &has!(Album: artist.country)) -> String {
    match album.artist().country() {
        Some(country) => country.name.clone(),
        None => "nowhere".to_owned(),
    }
}

#[test]
fn behind_a_relation_of_one_row() {
    let conn = &mut store();
    let album = queryset!(Album.filter(id == 1).select_related(artist))
        .get(conn)
        .unwrap();
    let more = queryset!(
        album
            .select_related(artist.country)
            .prefetch_related(tracks)
    );
    let album = assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    assert_eq!(country_of(&album), "Australia");
    let more = queryset!(album.prefetch_related(tracks.genre, artist.albums));
    let album: One<
        row!(Album.select_related(artist).prefetch_related(
            artist.country,
            artist.albums,
            tracks.genre
        )),
    > = assert_num_queries!(conn, 2, { more.load(conn).unwrap() });
    assert_eq!(country_of(&album), "Australia");
    assert_eq!(album.artist().albums().len(), 2);
    assert_eq!(album.tracks()[0].genre().unwrap().name, "Rock");
}

#[test]
fn behind_rows_that_were_built_by_hand() {
    let conn = &mut store();
    let album = Album {
        id: 5,
        title: "Big Ones".to_owned(),
        artist_id: 3,
    };
    let artist = Artist {
        id: 3,
        name: "Aerosmith".to_owned(),
        country_id: Some(2),
    };
    let albums = vec![AlbumRow::from(album).with_artist(artist)];
    let albums = queryset!(albums.prefetch_related(artist.country))
        .load(conn)
        .unwrap();
    assert_eq!(country_of(&albums[0]), "USA");
}

#[test]
fn where_nothing_is_held_nothing_is_asked() {
    let conn = &mut store();
    let bare = queryset!(Album.filter(id == 5).prefetch_related(tracks))
        .load(conn)
        .unwrap();
    let more = queryset!(bare.prefetch_related(tracks.genre, tracks.playlists));
    let bare = assert_num_queries!(conn, 0, { more.load(conn).unwrap() });
    assert!(bare[0].tracks().is_empty());
    let nobody = queryset!(Artist.filter(id == 4).select_related(country))
        .load(conn)
        .unwrap();
    let more = queryset!(nobody.prefetch_related(country.artists));
    let nobody = assert_num_queries!(conn, 0, { more.load(conn).unwrap() });
    assert!(nobody[0].country().is_none());
}

#[test]
fn a_key_that_points_nowhere_is_told_there_too() {
    let conn = &mut store();
    run(conn, "UPDATE albums SET artist_id = 99 WHERE id = 2");
    let tracks = queryset!(Track.order_by(id).prefetch_related(album))
        .load(conn)
        .unwrap();
    let more = queryset!(tracks.prefetch_related(album.artist));
    match more.load(conn).unwrap_err() {
        Error::DanglingForeignKey {
            model,
            relation,
            key,
        } => assert_eq!((model, relation, key.as_str()), ("Album", "artist", "99")),
        other => panic!("not the error: {other:?}"),
    }
}

static CLONES: AtomicUsize = AtomicUsize::new(0);

/// An artist that counts how often it is cloned.
#[derive(Model, Debug)]
#[model(table = "artists")]
struct Counted {
    id: i32,
    name: String,
    #[model(foreign_key = Country)]
    country_id: Option<i32>,
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        CLONES.fetch_add(1, Ordering::Relaxed);
        Self {
            id: self.id,
            name: self.name.clone(),
            country_id: self.country_id,
        }
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = "albums")]
struct Record {
    id: i32,
    #[model(foreign_key = Counted, relation = "artist")]
    artist_id: i32,
}

#[test]
fn shared_rows_are_cloned_only_where_someone_else_keeps_them() {
    let conn = &mut store();
    let load = |conn: &mut Conn| {
        queryset!(Record.order_by(id).prefetch_related(artist))
            .load(conn)
            .unwrap()
    };
    let records = load(conn);
    let records = queryset!(records.prefetch_related(artist.country))
        .load(conn)
        .unwrap();
    assert_eq!(records[0].artist().country().unwrap().name, "Australia");
    assert_eq!(CLONES.load(Ordering::Relaxed), 0);

    let records = load(conn);
    let kept = [records[0].clone(), records[3].clone()];
    assert_eq!((kept[0].artist_id, kept[1].artist_id), (1, 1));
    let records = queryset!(records.prefetch_related(artist.country))
        .load(conn)
        .unwrap();
    assert_eq!(CLONES.load(Ordering::Relaxed), 1, "one row is kept, by two");
    assert!(std::ptr::eq(records[0].artist(), records[3].artist()));
    assert_eq!(records[3].artist().country().unwrap().name, "Australia");
    assert_eq!(kept[1].artist().name, "AC/DC");
}

/// A model that cannot be cloned.
#[derive(Model, Debug)]
#[model(table = "albums")]
struct Mute {
    id: i32,
    #[model(foreign_key = Singer)]
    artist_id: i32,
}

#[derive(Model, Debug)]
#[model(table = "artists")]
struct Singer {
    id: i32,
    #[model(foreign_key = Country)]
    country_id: Option<i32>,
}

#[test]
fn joined_rows_need_no_clone() {
    let conn = &mut store();
    let albums = queryset!(Mute.order_by(id).select_related(artist))
        .load(conn)
        .unwrap();
    let albums = queryset!(albums.prefetch_related(artist.country))
        .load(conn)
        .unwrap();
    assert_eq!(albums[4].artist().country().unwrap().name, "USA");
}

/// `serde` of orm-core is that of the field types' crates too: nothing else is asked for.
#[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
#[model(table = "releases", serialize)]
pub struct Release {
    pub id: uuid::Uuid,
    pub day: chrono::NaiveDate,
    pub at: Option<chrono::NaiveDateTime>,
    pub price: bigdecimal::BigDecimal,
}

#[test]
fn fields_of_other_crates_serialize() {
    let day = chrono::NaiveDate::from_ymd_opt(1980, 7, 25).unwrap();
    let row = ReleaseRow::from(Release {
        id: uuid::Uuid::from_u128(1),
        day,
        at: day.and_hms_opt(20, 0, 0),
        price: "9.90".parse().unwrap(),
    });
    assert_eq!(
        serde_json::to_value(&row).unwrap(),
        serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000001",
            "day": "1980-07-25",
            "at": "1980-07-25T20:00:00",
            "price": "9.90",
        })
    );
}
