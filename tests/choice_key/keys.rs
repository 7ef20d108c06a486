//! Newtypes as keys: read, bound, listed, batched; of every type a key may have.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::connection::SimpleConnection;
use orm_core::prelude::*;

use crate::on_each_database;
use crate::support::Made;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArtistId(pub i32);

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
pub struct LabelCode(String);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_artists", ordering(id), has_many(albums = Album::artist))]
pub struct Artist {
    pub id: ArtistId,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_labels", ordering(code), has_many(albums = Album::label))]
pub struct Label {
    #[model(primary_key)]
    pub code: LabelCode,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_albums", ordering(id))]
pub struct Album {
    pub id: i64,
    #[model(foreign_key = Artist)]
    pub artist_id: ArtistId,
    #[model(foreign_key = Artist)]
    pub guest_id: Option<ArtistId>,
    #[model(foreign_key = Label, relation = "label")]
    pub label_code: Option<LabelCode>,
}

pub fn store<C: SimpleConnection>(conn: C) -> Made<C> {
    Made::new(
        conn,
        "DROP TABLE IF EXISTS ck_albums; DROP TABLE IF EXISTS ck_artists; DROP TABLE IF EXISTS ck_labels;",
        "CREATE TABLE ck_artists (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
         CREATE TABLE ck_labels (code VARCHAR(20) PRIMARY KEY);
         CREATE TABLE ck_albums (id BIGINT PRIMARY KEY, artist_id INTEGER NOT NULL,
             guest_id INTEGER, label_code VARCHAR(20));
         INSERT INTO ck_artists VALUES (1, 'AC/DC'), (2, 'Accept'), (3, 'Aerosmith');
         INSERT INTO ck_labels VALUES ('ATL'), ('RCA');
         INSERT INTO ck_albums VALUES (10, 1, NULL, 'ATL'), (11, 1, 2, 'RCA'), (12, 2, 1, NULL);",
    )
}

on_each_database! {
    fn keys_are_read_and_compared(conn, store) {
        let rows = Album.load(conn).unwrap().into_models();
        assert_eq!(rows[1], Album {
            id: 11, artist_id: ArtistId(1), guest_id: Some(ArtistId(2)),
            label_code: Some(LabelCode("RCA".into())),
        });
        assert_eq!(rows[0].guest_id, None);
        let ids = |rows: Vec<AlbumRow<_>>| rows.iter().map(|row| row.id).collect::<Vec<_>>();

        let one = ArtistId(1);
        assert_eq!(ids(queryset!(Album.filter(artist_id == one)).load(conn).unwrap()), [10, 11]);
        assert_eq!(ids(queryset!(Album.filter(artist_id == &one)).load(conn).unwrap()), [10, 11]);
        assert_eq!(ids(queryset!(Album.filter(artist_id != ArtistId(1))).load(conn).unwrap()), [12]);
        assert_eq!(ids(queryset!(Album.filter(artist_id > ArtistId(1))).load(conn).unwrap()), [12]);
        assert_eq!(ids(queryset!(Album.exclude(guest_id == ArtistId(2))).load(conn).unwrap()), [10, 12]);
        assert_eq!(ids(queryset!(Album.filter(artist.id == ArtistId(2))).load(conn).unwrap()), [12]);
        assert_eq!(ids(queryset!(Album.filter(guest_id == F(artist.id))).load(conn).unwrap()), Vec::<i64>::new());
        assert_eq!(ids(queryset!(Album.filter(artist_id.between(ArtistId(2), ArtistId(9)))).load(conn).unwrap()), [12]);
        let rca = LabelCode("RCA".into());
        assert_eq!(ids(queryset!(Album.filter(label_code == &rca)).load(conn).unwrap()), [11]);
        assert_eq!(ids(queryset!(Album.filter(label_code != rca)).load(conn).unwrap()), [10]);
        assert_eq!(ids(queryset!(Album.filter(guest_id.is_null())).load(conn).unwrap()), [10]);
        assert_eq!(ids(queryset!(Album.order_by(-artist_id, -id)).load(conn).unwrap()), [12, 11, 10]);
    }
}

on_each_database! {
    fn an_option_of_a_key_is_the_same_or_null(conn, store) {
        let nobody: Option<ArtistId> = None;
        let first = |rows: Vec<AlbumRow<_>>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(first(queryset!(Album.filter(guest_id.same(nobody))).load(conn).unwrap()), [10]);
        assert_eq!(first(queryset!(Album.filter(guest_id.same(&nobody))).load(conn).unwrap()), [10]);
        assert_eq!(first(queryset!(Album.filter(guest_id.same(Some(ArtistId(2))))).load(conn).unwrap()), [11]);
        let label = Some(LabelCode("ATL".into()));
        assert_eq!(first(queryset!(Album.filter(label_code.same(&label))).load(conn).unwrap()), [10]);
    }
}

on_each_database! {
    fn keys_stand_in_lists_and_querysets_of_keys(conn, store) {
        let two = [ArtistId(2), ArtistId(3), ArtistId(2)];
        assert_eq!(queryset!(Album.filter(artist_id.in_(two))).count(conn).unwrap(), 1);
        assert_eq!(queryset!(Album.filter(artist_id.in_(&two))).count(conn).unwrap(), 1);
        let none: Vec<ArtistId> = vec![];
        assert_eq!(queryset!(Album.exclude(artist_id.in_(none))).count(conn).unwrap(), 3);
        let codes = vec![LabelCode("ATL".into()), LabelCode("'; --".into())];
        assert_eq!(queryset!(Album.filter(label_code.in_(&codes))).count(conn).unwrap(), 1);
        let artists = queryset!(Artist.filter(name.startswith("Ac")));
        assert_eq!(queryset!(Album.filter(artist_id.in_(artists))).count(conn).unwrap(), 1);
    }
}

on_each_database! {
    fn keys_lead_from_row_to_row(conn, store) {
        let artists = queryset!(Artist.prefetch_related(albums.artist, albums.guest, albums.label));
        let artists = assert_num_queries!(conn, 5, { artists.load(conn).unwrap() });
        let shown: Vec<_> = artists
            .iter()
            .map(|artist| (artist.id, artist.albums().iter().map(|album| album.id).collect()))
            .collect::<Vec<(_, Vec<i64>)>>();
        assert_eq!(shown, [(ArtistId(1), vec![10, 11]), (ArtistId(2), vec![12]), (ArtistId(3), vec![])]);
        let second = &artists[0].albums()[1];
        assert_eq!(second.artist().id, ArtistId(1));
        assert_eq!(second.guest().map(|guest| guest.id), Some(ArtistId(2)));
        assert_eq!(second.label().map(|label| label.code.clone()), Some(LabelCode("RCA".into())));
        assert!(artists[0].albums()[0].guest().is_none());

        let joined = queryset!(Album.select_related(artist, guest, label)).load(conn).unwrap();
        assert_eq!(joined[2].artist().name, "Accept");
        assert_eq!(joined[2].guest().map(|guest| guest.id), Some(ArtistId(1)));
        assert!(joined[2].label().is_none());

        let labels = queryset!(Label.prefetch_related(albums)).load(conn).unwrap();
        assert_eq!(labels[1].albums()[0].id, 11);
        let found = Artist.in_bulk([ArtistId(3), ArtistId(7), ArtistId(1)], conn).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[&ArtistId(3)].name, "Aerosmith");
    }
}

on_each_database! {
    /// A row that cannot be is told of with its key's value.
    fn a_key_that_leads_nowhere_is_named(conn, store) {
        conn.batch_execute("INSERT INTO ck_albums VALUES (13, 99, NULL, NULL)").unwrap();
        let error = queryset!(Album.select_related(artist)).load(conn).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`Album.artist` points at a row that does not exist (key 99)"
        );
    }
}

#[test]
fn a_comparison_of_a_key_binds_its_value() {
    let queryset = queryset!(Album.filter(artist_id == ArtistId(7)));
    let text = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&queryset).to_string();
    assert!(text.contains("`artist_id` = ?"), "{text}");
    assert!(text.contains("ArtistId(7)"), "{text}");
}

/// Every type that a key may hold: as primary and foreign key, in batches and lists.
macro_rules! holds {
    ($test:ident, $ty:ty, $values:expr, $($on:ident $sql:literal $mark:literal),+) => {
        mod $test {
            use diesel::prelude::*;

            use super::*;

            #[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
            pub struct Id($ty);

            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "ck_parents", ordering(place), has_many(children = Child::parent))]
            pub struct Parent {
                pub id: Id,
                pub place: i32,
            }
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "ck_children", ordering(id))]
            pub struct Child {
                pub id: i32,
                #[model(foreign_key = Parent)]
                pub parent_id: Option<Id>,
            }

            fn made<C: SimpleConnection>(conn: C, sql: &str) -> Made<C> {
                Made::new(
                    conn,
                    "DROP TABLE IF EXISTS ck_children; DROP TABLE IF EXISTS ck_parents;",
                    &format!(
                        "CREATE TABLE ck_parents (id {sql} PRIMARY KEY, place INTEGER NOT NULL);
                         CREATE TABLE ck_children (id INTEGER PRIMARY KEY, parent_id {sql});"
                    ),
                )
            }

            $(
            #[test]
            fn $on() {
                let mut made = made(crate::support::$on(), $sql);
                let conn = &mut made.conn;
                let values: Vec<$ty> = $values;
                let ids: Vec<Id> = values.into_iter().map(Id).collect();
                for (place, id) in (0_i32..).zip(&ids) {
                    type Sql = <$ty as orm_core::model::FieldType>::Sql;
                    for sql in ["ck_parents VALUES ({id}, {})", "ck_children VALUES ({}, {id})"] {
                        let sql = sql.replace("{id}", $mark).replace("{}", &place.to_string());
                        let insert = diesel::sql_query(format!("INSERT INTO {sql}"));
                        insert.bind::<Sql, _>(id.clone()).execute(conn).unwrap();
                    }
                }
                let parents = queryset!(Parent.prefetch_related(children.parent));
                let parents = parents.load(conn).unwrap();
                let read: Vec<Id> = parents.iter().map(|parent| parent.id.clone()).collect();
                assert_eq!(read, ids);
                for parent in &parents {
                    assert_eq!(parent.children().len(), 1);
                    let child = &parent.children()[0];
                    assert_eq!(child.parent().map(|it| &it.id), Some(&parent.id));
                }
                for (place, id) in (0_i32..).zip(&ids) {
                    let one = queryset!(Parent.filter(id == id)).get(conn).unwrap();
                    assert_eq!(one.place, place);
                }
                let listed = queryset!(Parent.filter(id.in_(&ids))).count(conn).unwrap();
                assert_eq!(usize::try_from(listed).unwrap(), ids.len());
                assert_eq!(Parent.in_bulk(ids.clone(), conn).unwrap().len(), ids.len());
            }
            )+
        }
    };
}

holds!(
    small_integers, i16, vec![i16::MIN, 0, i16::MAX],
    sqlite "SMALLINT" "?", postgres "SMALLINT" "$1", mysql "SMALLINT" "?"
);
holds!(
    integers, i32, vec![i32::MIN, 0, i32::MAX],
    sqlite "INTEGER" "?", postgres "INTEGER" "$1", mysql "INTEGER" "?"
);
holds!(
    big_integers, i64, vec![i64::MIN, 9_007_199_254_740_993, i64::MAX],
    sqlite "BIGINT" "?", postgres "BIGINT" "$1", mysql "BIGINT" "?"
);
holds!(
    text, String, vec!["it's \"so\"\\".into(), String::new(), "☃ ß".into()],
    sqlite "TEXT" "?", postgres "TEXT" "$1", mysql "VARCHAR(40)" "?"
);
holds!(
    bytes, Vec<u8>, vec![vec![0], vec![0x27, 0xff], vec![]],
    sqlite "BLOB" "?", postgres "BYTEA" "$1", mysql "VARBINARY(40)" "?"
);
holds!(
    uuids, uuid::Uuid, vec![uuid::Uuid::nil(), uuid::Uuid::max()],
    sqlite "BLOB" "?", postgres "UUID" "$1", mysql "BINARY(16)" "?"
);
holds!(
    dates, NaiveDate, vec![NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()],
    sqlite "DATE" "?", postgres "DATE" "$1", mysql "DATE" "?"
);
holds!(
    times, NaiveTime, vec![NaiveTime::MIN, NaiveTime::from_hms_opt(23, 59, 58).unwrap()],
    sqlite "TIME" "?", postgres "TIME" "$1", mysql "TIME" "?"
);
holds!(
    moments, NaiveDateTime,
    vec![NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_time(NaiveTime::MIN)],
    sqlite "TIMESTAMP" "?", postgres "TIMESTAMP" "$1", mysql "DATETIME" "?"
);
