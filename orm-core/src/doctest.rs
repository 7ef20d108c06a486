//! The models and rows of the documentation's examples, as a macro: it costs users nothing.

/// Defines the models of the examples, and `connection()` to a few rows of them.
#[doc(hidden)]
#[macro_export]
macro_rules! doctest_models {
    () => {
        #[allow(unused_imports)]
        use diesel::connection::{Connection as _, SimpleConnection as _};
        #[allow(unused_imports)]
        use $crate::prelude::*;

        #[derive(Model, Debug, Clone)]
        #[model(has_many(albums = Album::artist))]
        pub struct Artist {
            pub id: i32,
            pub name: String,
        }

        #[derive(Model, Debug, Clone)]
        #[model(table = "albums", ordering(title), partial, has_many(tracks = Track::album))]
        pub struct Album {
            pub id: i32,
            pub title: String,
            #[model(foreign_key = Artist, on_delete = "cascade")]
            pub artist_id: i32,
        }

        #[derive(Model, Debug, Clone)]
        #[model(partial)]
        pub struct Track {
            pub id: i32,
            pub name: String,
            #[model(foreign_key = Album)]
            pub album_id: i32,
            #[model(foreign_key = Genre)]
            pub genre_id: Option<i32>,
            pub milliseconds: i32,
            pub unit_price: f64,
        }

        #[derive(Model, Debug, Clone)]
        pub struct Genre {
            pub id: i32,
            pub name: String,
        }

        #[allow(dead_code)]
        fn connection() -> diesel::SqliteConnection {
            let mut conn = diesel::SqliteConnection::establish(":memory:").unwrap();
            conn.batch_execute(
                "CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                 CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT NOT NULL,
                     artist_id INTEGER NOT NULL REFERENCES artists);
                 CREATE TABLE genres (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                 CREATE TABLE tracks (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
                     album_id INTEGER NOT NULL REFERENCES albums,
                     genre_id INTEGER REFERENCES genres,
                     milliseconds INTEGER NOT NULL, unit_price DOUBLE NOT NULL);
                 INSERT INTO artists VALUES (1, 'AC/DC'), (2, 'Accept'), (3, 'Aerosmith');
                 INSERT INTO albums VALUES (1, 'Let There Be Rock', 1),
                     (2, 'Balls to the Wall', 2), (3, 'Big Ones', 3);
                 INSERT INTO genres VALUES (1, 'Rock'), (2, 'Metal');
                 INSERT INTO tracks VALUES (1, 'Overdose', 1, 1, 369319, 0.99),
                     (2, 'Dog Eat Dog', 1, 1, 215196, 0.99),
                     (3, 'Balls to the Wall', 2, 2, 342562, 1.99),
                     (4, 'Amazing', 3, NULL, 356519, 0.99);",
            )
            .unwrap();
            conn
        }
    };
}

/// Defines the models of the examples about links, and `connection()` to a few rows of them.
#[doc(hidden)]
#[macro_export]
macro_rules! doctest_links {
    () => {
        #[allow(unused_imports)]
        use diesel::connection::{Connection as _, SimpleConnection as _};
        #[allow(unused_imports)]
        use $crate::prelude::*;

        #[derive(Model, Debug, Clone)]
        #[model(many_to_many(tags = Tag, through = BookTag))]
        pub struct Book {
            pub id: i32,
            pub title: String,
        }

        #[derive(Model, Debug, Clone)]
        #[model(many_to_many(books = Book, through = BookTag))]
        pub struct Tag {
            pub id: i32,
            pub name: String,
        }

        #[derive(Model, Debug, Clone)]
        #[model(primary_key(book_id, tag_id))]
        pub struct BookTag {
            #[model(foreign_key = Book)]
            pub book_id: i32,
            #[model(foreign_key = Tag)]
            pub tag_id: i32,
            #[model(db_default = "1")]
            pub weight: i32,
        }

        #[allow(dead_code)]
        fn connection() -> diesel::SqliteConnection {
            let mut conn = diesel::SqliteConnection::establish(":memory:").unwrap();
            conn.batch_execute(
                "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                 CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                 CREATE TABLE book_tags (book_id INTEGER NOT NULL REFERENCES books,
                     tag_id INTEGER NOT NULL REFERENCES tags, weight INTEGER NOT NULL DEFAULT 1,
                     PRIMARY KEY (book_id, tag_id));
                 INSERT INTO books VALUES (1, 'Emma'), (2, 'Ulysses');
                 INSERT INTO tags VALUES (1, 'classic'), (2, 'novel'), (3, 'funny');
                 INSERT INTO book_tags VALUES (1, 1, 1), (2, 2, 1);",
            )
            .unwrap();
            conn
        }
    };
}
