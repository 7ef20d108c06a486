//! The models and rows that the tests share, and where connections come from.
#![allow(dead_code)]

use orm_core::prelude::*;

pub use crate::Conn;
pub use crate::database::{Backend, DIALECT};
pub use crate::driver::prelude::*;
pub use orm_core::backend::Dialect;

#[path = "support/words.rs"]
pub mod words;

/// A connection to an empty database.
pub fn connect() -> Conn {
    let url = crate::database::url();
    let mut conn = crate::driver::establish(&url)
        .unwrap_or_else(|error| panic!("{}\n{url}: {error}", crate::database::HELP));
    crate::driver::batch(&mut conn, &crate::database::prepare()).unwrap();
    conn
}

/// A connection to a database that these statements made; see [`words`].
pub fn database(sql: &str) -> Conn {
    let mut conn = connect();
    run(&mut conn, sql);
    conn
}

/// The same in a database schema beside, where the connection's own comes second.
pub fn database_with_schema(name: &str, sql: &str) -> Conn {
    let mut conn = connect();
    crate::driver::batch(&mut conn, &crate::database::schema(name)).unwrap();
    run(&mut conn, sql);
    conn
}

/// Makes the lookups `regex` and `iregex` known where the database has none of its own.
pub fn register_regular_expressions(conn: &mut Conn) {
    crate::register_regular_expressions(conn);
}

/// Makes powers and roots known where the database has none of its own.
pub fn register_mathematics(conn: &mut Conn) {
    crate::register_mathematics(conn);
}

/// The SQL of a queryset, as Diesel prints it.
pub fn sql<Q>(queryset: &Q) -> String
where
    Q: diesel::query_builder::QueryFragment<Backend>,
{
    diesel::debug_query::<Backend, _>(queryset).to_string()
}

/// Runs statements that give nothing back; see [`words`].
pub fn run(conn: &mut Conn, sql: &str) {
    let sql = words::translated(sql);
    crate::driver::batch(conn, &sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
}

/// Runs a statement of Diesel's.
macro_rules! execute {
    ($statement:expr, $conn:expr) => {{
        use crate::support::Wait as _;
        crate::driver::RunQueryDsl::execute($statement, $conn)
            .wait()
            .unwrap()
    }};
}
pub(crate) use execute;

/// The database takes this text: PostgreSQL has no NUL in text.
pub fn possible(text: &str) -> bool {
    DIALECT != Dialect::Postgres || !text.contains('\0')
}

/// One of three, by the database.
pub fn on<T>(sqlite: T, postgres: T, mysql: T) -> T {
    match DIALECT {
        Dialect::Sqlite => sqlite,
        Dialect::Postgres => postgres,
        Dialect::Mysql => mysql,
        other => unreachable!("{other:?}"),
    }
}

/// The primary keys of rows, in their order.
pub fn keys<R>(rows: &[R]) -> Vec<<R::Model as orm_core::Model>::Key>
where
    R: orm_core::model::RowParts,
{
    use orm_core::Model;
    use orm_core::model::Key;
    rows.iter().map(|row| Key::owned(row.key())).collect()
}

/// The primary keys of rows, ascending.
pub fn sorted_keys<R>(rows: &[R]) -> Vec<<R::Model as orm_core::Model>::Key>
where
    R: orm_core::model::RowParts,
    <R::Model as orm_core::Model>::Key: Ord,
{
    let mut keys = keys(rows);
    keys.sort();
    keys
}

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "countries", partial, has_many(artists = Artist::country))]
pub struct Country {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, has_many(albums = Album::artist))]
pub struct Artist {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Country)]
    pub country_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "albums", ordering(title), partial, has_many(tracks = Track::album))]
pub struct Album {
    pub id: i32,
    pub title: String,
    #[model(foreign_key = Artist, on_delete = "cascade")]
    pub artist_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, many_to_many(playlists = Playlist, through = PlaylistTrack))]
pub struct Track {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Album)]
    pub album_id: i32,
    #[model(foreign_key = Genre)]
    pub genre_id: Option<i32>,
    pub milliseconds: i32,
    pub price: f64,
    pub composer: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, has_many(tracks = Track::genre))]
pub struct Genre {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, many_to_many(tracks = Track, through = PlaylistTrack))]
pub struct Playlist {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(primary_key(playlist_id, track_id))]
pub struct PlaylistTrack {
    #[model(foreign_key = Playlist)]
    pub playlist_id: i32,
    #[model(foreign_key = Track)]
    pub track_id: i32,
}

/// A small music store.
pub fn store() -> Conn {
    database(
        "CREATE TABLE countries (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country_id INTEGER);
         CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT NOT NULL, artist_id INTEGER NOT NULL);
         CREATE TABLE genres (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE tracks (id INTEGER PRIMARY KEY, name TEXT NOT NULL, album_id INTEGER NOT NULL,
            genre_id INTEGER, milliseconds INTEGER NOT NULL, price DOUBLE NOT NULL, composer TEXT);
         CREATE TABLE playlists (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE playlist_tracks (playlist_id INTEGER NOT NULL, track_id INTEGER NOT NULL,
            PRIMARY KEY (playlist_id, track_id));
         INSERT INTO countries VALUES (1, 'Australia'), (2, 'USA');
         INSERT INTO artists VALUES (1, 'AC/DC', 1), (2, 'Accept', NULL), (3, 'Aerosmith', 2), (4, 'Nobody', NULL);
         INSERT INTO albums VALUES (1, 'For Those About To Rock', 1), (2, 'Balls to the Wall', 2),
            (3, 'Restless and Wild', 2), (4, 'Let There Be Rock', 1), (5, 'Big Ones', 3);
         INSERT INTO genres VALUES (1, 'Rock'), (2, 'Metal');
         INSERT INTO tracks VALUES
            (1, 'Put The Finger On You', 1, 1, 205662, 0.99, 'Young'),
            (2, 'Evil Walks', 1, 1, 263497, 0.99, 'Young'),
            (3, 'Balls to the Wall', 2, 2, 342562, 0.99, NULL),
            (4, 'Fast As a Shark', 3, 2, 230619, 1.99, NULL),
            (5, 'Restless and Wild', 3, NULL, 252051, 0.99, 'Dirkscneider'),
            (6, 'Dog Eat Dog', 4, 1, 215196, 0.99, 'AC/DC'),
            (7, 'Overdose', 4, 1, 369319, 1.99, 'AC/DC');
         INSERT INTO playlists VALUES (1, 'All'), (2, 'Empty'), (3, 'Long');
         INSERT INTO playlist_tracks VALUES (1,1),(1,2),(1,3),(1,4),(1,5),(1,6),(1,7),(3,3),(3,7);",
    )
}
