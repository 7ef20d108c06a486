//! SQL as each database gets it: the few texts that must not change unseen.

use orm_core::prelude::*;

use crate::support::*;

/// The text without the binds, names quoted by `"` as in the standard.
macro_rules! text {
    ($($queryset:tt)*) => {{
        let shown = sql(&queryset!($($queryset)*));
        shown.split(" -- binds: ").next().unwrap().replace('`', "\"")
    }};
}

#[test]
fn a_plain_queryset_names_its_columns() {
    assert_eq!(
        text!(Genre),
        r#"SELECT "self"."id", "self"."name" FROM "genres" AS "self""#
    );
}

#[test]
fn conditions_join_what_they_walk() {
    let (name, limit) = on(("?", "+?"), ("$1", "$2"), ("?", "?"));
    assert_eq!(
        text!(Artist.filter(country.name == "USA").order_by(-name)[..3]),
        format!(
            r#"SELECT "self"."id", "self"."name", "self"."country_id" FROM "artists" AS "self" INNER JOIN "countries" AS "country" ON "country"."id" = "self"."country_id" WHERE "country"."name" = {name} ORDER BY "self"."name" DESC, "self"."id" LIMIT {limit}"#
        )
    );
}

#[test]
fn quantifiers_are_exists_and_exclude_is_not_true() {
    let bind = on("?", "$1", "?");
    assert_eq!(
        text!(Genre.exclude(tracks.any(milliseconds > 5))),
        format!(
            r#"SELECT "self"."id", "self"."name" FROM "genres" AS "self" WHERE (EXISTS (SELECT 1 FROM "tracks" AS "tracks" WHERE "tracks"."genre_id" = "self"."id" AND "tracks"."milliseconds" > {bind})) IS NOT TRUE"#
        )
    );
}

#[test]
fn orders_say_where_nulls_stand_only_where_they_would_stand_elsewhere() {
    let text = text!(Track.order_by(composer, -genre_id, composer.nulls_last(), id));
    let order = text.split(" ORDER BY ").nth(1).unwrap();
    assert_eq!(
        order,
        on(
            r#""self"."composer", "self"."genre_id" DESC, "self"."composer" NULLS LAST, "self"."id""#,
            r#""self"."composer" NULLS FIRST, "self"."genre_id" DESC NULLS LAST, "self"."composer", "self"."id""#,
            r#""self"."composer", "self"."genre_id" DESC, "self"."composer" IS NULL, "self"."composer", "self"."id""#,
        )
    );
}

#[test]
fn a_batch_starts_at_its_keys() {
    let conn = &mut store();
    let watch = orm_core::instrument::watch(conn);
    queryset!(Genre.prefetch_related(tracks.order_by(id)))
        .load(conn)
        .unwrap();
    let seen = watch.finish(conn).queries;
    let batch = seen[1].replace('`', "\"");
    let from = on(
        r#" FROM JSON_EACH(?) AS "self.keys" CROSS JOIN "tracks" AS "self" ON "self"."genre_id" = "self.keys"."value""#,
        r#" FROM "tracks" AS "self" WHERE "self"."genre_id" = ANY(CAST($1 AS INTEGER[]))"#,
        r#" FROM JSON_TABLE(?, '$[*]' COLUMNS (ord FOR ORDINALITY, v0 BIGINT PATH '$')) AS "self.keys" STRAIGHT_JOIN "tracks" AS "self" ON "self"."genre_id" = "self.keys".v0"#,
    );
    assert!(batch.contains(from), "{batch}");
    assert!(batch.contains(r#"ORDER BY "self"."id""#), "{batch}");
    assert_eq!(seen.len(), 2);
}
