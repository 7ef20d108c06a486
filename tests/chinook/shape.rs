//! The tables: how many rows each has, and that model and table say the same.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use orm_core::Model;
use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn every_table_has_its_rows() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(Artist.count(conn)?, 275);
    assert_eq!(Album.count(conn)?, 347);
    assert_eq!(Genre.count(conn)?, 25);
    assert_eq!(MediaType.count(conn)?, 5);
    assert_eq!(Playlist.count(conn)?, 18);
    assert_eq!(Employee.count(conn)?, 8);
    assert_eq!(Customer.count(conn)?, 59);
    assert_eq!(Invoice.count(conn)?, 412);
    assert_eq!(Track.count(conn)?, 3503);
    assert_eq!(InvoiceLine.count(conn)?, 2240);
    assert_eq!(PlaylistTrack.count(conn)?, 8715);
    Ok(())
}

#[test]
fn every_row_of_every_table_fits_its_model() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(Artist.load(conn)?.len(), 275);
    assert_eq!(Genre.load(conn)?.len(), 25);
    assert_eq!(MediaType.load(conn)?.len(), 5);
    assert_eq!(Playlist.load(conn)?.len(), 18);
    assert_eq!(Customer.load(conn)?.len(), 59);
    assert_eq!(Invoice.load(conn)?.len(), 412);
    assert_eq!(InvoiceLine.load(conn)?.len(), 2240);
    assert_eq!(PlaylistTrack.load(conn)?.len(), 8715);
    Ok(())
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Integer)]
    required: i32,
    #[diesel(sql_type = Integer)]
    pk: i32,
}

/// A model's columns, their order, NULLs and key are the table's.
fn same_as_table<M: Model>(conn: &mut SqliteConnection) {
    let table = M::META.table;
    let columns: Vec<Column> = diesel::sql_query(
        "SELECT name, \"notnull\" AS required, pk FROM PRAGMA_TABLE_INFO(?) ORDER BY cid",
    )
    .bind::<Text, _>(table)
    .load(conn)
    .expect("the table's columns");
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let fields: Vec<&str> = M::META.columns.iter().map(|column| column.column).collect();
    assert_eq!(names, fields, "{table}");
    for (column, field) in columns.iter().zip(M::META.columns) {
        // The key of one column is not declared NOT NULL, and never is NULL.
        let nullable = column.required == 0 && column.pk == 0;
        assert_eq!(nullable, field.nullable, "{table}.{}", column.name);
    }
    let key: Vec<&str> = columns
        .iter()
        .filter(|column| column.pk > 0)
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(key, M::META.key_columns().collect::<Vec<_>>(), "{table}");
}

#[test]
fn models_and_tables_say_the_same() {
    let Some(conn) = &mut store() else { return };
    same_as_table::<Artist>(conn);
    same_as_table::<Album>(conn);
    same_as_table::<Genre>(conn);
    same_as_table::<MediaType>(conn);
    same_as_table::<Playlist>(conn);
    same_as_table::<Employee>(conn);
    same_as_table::<Customer>(conn);
    same_as_table::<Invoice>(conn);
    same_as_table::<Track>(conn);
    same_as_table::<InvoiceLine>(conn);
    same_as_table::<PlaylistTrack>(conn);
}

#[test]
fn parents_without_children() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(queryset!(Artist.filter(albums.none())).count(conn)?, 71);
    assert_eq!(queryset!(Playlist.filter(tracks.none())).count(conn)?, 4);
    assert_eq!(queryset!(Track.filter(lines.none())).count(conn)?, 1519);
    assert_eq!(queryset!(Track.filter(playlists.none())).count(conn)?, 0);
    assert_eq!(queryset!(Employee.filter(reports.none())).count(conn)?, 5);
    Ok(())
}

#[test]
fn a_link_is_found_by_its_two_keys() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let links = PlaylistTrack.in_bulk([(17, 1), (17, 2), (2, 1)], conn)?;
    let mut found: Vec<(i32, i32)> = links.into_keys().collect();
    found.sort_unstable();
    assert_eq!(found, [(17, 1), (17, 2)]);
    Ok(())
}
