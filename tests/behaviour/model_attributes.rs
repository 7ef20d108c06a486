//! `#[model(…)]`: names, keys, Diesel tables, metadata, and where a model can stand.

use crate::support::*;
use orm_core::Model as _;
use orm_core::model::{ModelMeta, RelationKind};
use orm_core::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "orm_test_odd.odd names", ordering(-rank, label))]
pub struct Odd {
    #[model(primary_key, column = "Key Nr")]
    pub nr: i32,
    #[model(column = "select")]
    pub label: String,
    pub rank: i32,
}

fn odd() -> Conn {
    database_with_schema(
        "orm_test_odd",
        r#"CREATE TABLE orm_test_odd."odd names" ("Key Nr" INTEGER PRIMARY KEY, "select" TEXT NOT NULL, "rank" INTEGER NOT NULL);
           INSERT INTO orm_test_odd."odd names" VALUES (1, 'b', 1), (2, 'a', 1), (3, 'c', 2);"#,
    )
}

#[test]
fn tables_schemas_and_columns_may_have_any_name() {
    let conn = &mut odd();
    let rows = queryset!(Odd.filter(nr > 1 && label != "x"))
        .load(conn)
        .unwrap();
    assert_eq!(
        rows.into_models()[0],
        Odd {
            nr: 3,
            label: "c".into(),
            rank: 2
        }
    );
    assert_eq!(Odd::META.schema, Some("orm_test_odd"));
    assert_eq!(Odd::META.table, "odd names");
    assert_eq!(Odd::META.columns[0].column, "Key Nr");
    assert_eq!(Odd::META.columns[0].field, "nr");
}

/// A column with what each database puts around names.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "marks")]
struct Mark {
    id: i32,
    #[model(column = "a \"b\" `c`")]
    height: i32,
    #[model(foreign_key = Self)]
    parent_id: Option<i32>,
}

#[test]
fn quotes_in_a_column_s_name_are_its_own() {
    let conn = &mut database(
        r#"CREATE TABLE marks (id INTEGER PRIMARY KEY, "a ""b"" `c`" INTEGER NOT NULL, parent_id INTEGER);
           INSERT INTO marks VALUES (1, 10, NULL), (2, 20, 1), (3, 30, 1), (4, 40, 3);"#,
    );
    let below = queryset!(
        Mark.filter(height > 10 && parent.height == 10)
            .order_by(-height)
            .select_related(parent)
    );
    let rows = below.load(conn).unwrap();
    let heights = |row: &row!(Mark.select_related(parent))| {
        (row.height, row.parent().map(|parent| parent.height))
    };
    let found: Vec<_> = rows.iter().map(heights).collect();
    assert_eq!(found, [(30, Some(10)), (20, Some(10))]);
    let all = queryset!(Mark.order_by(height).values_list(height, parent.height));
    assert_eq!(
        all.load(conn).unwrap(),
        [(10, None), (20, Some(10)), (30, Some(10)), (40, Some(30))]
    );
}

#[test]
fn a_model_s_ordering_is_used_where_nothing_else_was_said() {
    let conn = &mut odd();
    assert_eq!(keys(&Odd.load(conn).unwrap()), [3, 2, 1]);
    assert_eq!(
        keys(&queryset!(Odd.reverse()).load(conn).unwrap()),
        [1, 2, 3]
    );
    assert_eq!(
        keys(&queryset!(Odd.order_by(label)).load(conn).unwrap()),
        [2, 1, 3]
    );
    assert_eq!(keys(&queryset!(Odd[1..]).load(conn).unwrap()), [2, 1]);
    assert_eq!(Odd.first(conn).unwrap().unwrap().nr, 3);
    assert_eq!(Odd.last(conn).unwrap().unwrap().nr, 1);
}

/// Two words, so that its default table name shows.
#[derive(Model, Debug, Clone, PartialEq)]
struct OrderLine {
    id: i32,
}

#[test]
fn a_table_is_named_as_diesel_names_it_unless_said_otherwise() {
    assert_eq!(OrderLine::META.table, "order_lines");
    assert_eq!(OrderLine::META.schema, None);
    let conn = &mut database("CREATE TABLE order_lines (id INTEGER PRIMARY KEY)");
    assert_eq!(OrderLine.count(conn).unwrap(), 0);
}

#[test]
fn a_composite_primary_key_is_a_tuple() {
    let conn = &mut store();
    let link = queryset!(PlaylistTrack.filter(playlist_id == 3 && track_id == 7))
        .get(conn)
        .unwrap();
    assert_eq!(link.key(), (&3, &7));
    // Pages of a table without another order go by the whole key.
    let pages: Vec<(i32, i32)> = (0..9)
        .flat_map(|at| keys(&queryset!(PlaylistTrack[at..at + 1]).load(conn).unwrap()))
        .collect();
    assert_eq!(pages.len(), 9);
    assert!(pages.is_sorted());
    let found = PlaylistTrack
        .in_bulk([(1, 2), (3, 3), (3, 4), (1, 2)], conn)
        .unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.contains_key(&(1, 2)) && found.contains_key(&(3, 3)));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    unique(a, b),
    index(b, a, name = "by_b"),
    index(changed),
    check(name = "positive", sql = "a > 0"),
    readonly
)]
struct Fact {
    #[model(auto)]
    id: i64,
    #[model(unique, index, default = 5, db_default = "1", check = "a < 100")]
    a: i32,
    #[model(max_length = 20, default = String::from("x"))]
    b: String,
    #[model(auto_now)]
    changed: chrono::NaiveDateTime,
    #[model(auto_now_add)]
    made: chrono::NaiveDateTime,
    #[model(foreign_key = Self, relation = "origin", on_delete = "set_null")]
    from_fact: Option<i64>,
    #[model(one_to_one = OrderLine, on_delete = "cascade")]
    order_line_id: i32,
}

#[test]
fn what_matters_for_writing_and_for_the_schema_is_kept_as_constants() {
    const META: &ModelMeta = Fact::META;
    let column = |field: &str| {
        META.columns
            .iter()
            .find(|column| column.field == field)
            .unwrap()
    };
    assert_eq!(META.name, "Fact");
    assert_eq!(META.key, [0]);
    assert_eq!(META.unique, [&[1, 2][..]]);
    assert_eq!(
        META.indexes,
        [(Some("by_b"), &[2, 1][..]), (None, &[3][..])]
    );
    assert_eq!(META.checks, [(Some("positive"), "a > 0")]);
    assert!(META.readonly && !Odd::META.readonly);
    assert!(column("id").auto && !column("a").auto);
    assert!(column("a").unique && column("a").index);
    assert_eq!(column("a").default, Some("5"));
    assert_eq!(column("a").db_default, Some("1"));
    assert_eq!(column("a").check, Some("a < 100"));
    assert_eq!(column("b").max_length, Some(20));
    assert!(column("changed").auto_now && !column("changed").auto_now_add);
    assert!(column("made").auto_now_add && !column("made").auto_now);
    assert!(column("from_fact").nullable && !column("order_line_id").nullable);
    assert_eq!(column("from_fact").rust_type, "Option<i64>");

    let [origin, line] = META.relations else {
        panic!("{:?}", META.relations)
    };
    assert_eq!(
        (origin.name, origin.kind),
        ("origin", RelationKind::ForeignKey)
    );
    assert_eq!(origin.on_delete, Some("set_null"));
    assert_eq!(origin.fields, ["from_fact"]);
    assert_eq!(
        (line.name, line.kind, line.target),
        ("order_line", RelationKind::OneToOne, "OrderLine")
    );
    assert_eq!(line.on_delete, Some("cascade"));
    let kinds: Vec<_> = Track::META
        .relations
        .iter()
        .map(|relation| (relation.name, relation.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("album", RelationKind::ForeignKey),
            ("genre", RelationKind::ForeignKey),
            ("playlists", RelationKind::ManyToMany)
        ]
    );
}

#[test]
fn a_model_may_live_in_a_function_and_refer_to_its_neighbours() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "artists", has_many(discs = Disc::artist))]
    struct Singer {
        id: i32,
        name: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "albums")]
    struct Disc {
        id: i32,
        title: String,
        #[model(foreign_key = Singer)]
        artist_id: i32,
    }
    let conn = &mut store();
    let singers = queryset!(Singer.order_by(id).prefetch_related(discs.artist))
        .load(conn)
        .unwrap();
    assert_eq!(singers[0].discs().len(), 2);
    assert_eq!(singers[0].discs()[0].artist().name, "AC/DC");
}

pub mod vendor {
    pub use orm_core as renamed;
}

#[test]
fn the_derive_finds_orm_core_where_crate_says() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(crate = crate::model_attributes::vendor::renamed, table = "countries", has_many(artists = Singer::country))]
    struct Land {
        id: i32,
        name: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(crate = crate::model_attributes::vendor::renamed, table = "artists")]
    struct Singer {
        id: i32,
        #[model(foreign_key = Land)]
        country_id: Option<i32>,
    }
    let conn = &mut store();
    let lands = queryset!(Land.order_by(name).prefetch_related(artists))
        .load(conn)
        .unwrap();
    assert_eq!(lands[0].name, "Australia");
    assert_eq!(lands[0].artists()[0].id, 1);
}

#[allow(non_snake_case)]
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "words", ordering(r#type))]
pub struct Words {
    pub id: i32,
    pub filter: i32,
    pub count: i32,
    pub F: i32,
    pub r#type: String,
    pub clone: i32,
    pub any: bool,
    pub order_by: i32,
    #[model(foreign_key = Self, relation = "r#match")]
    pub match_id: Option<i32>,
}

#[test]
fn columns_may_be_called_as_steps_lookups_and_keywords_are() {
    let conn = &mut database(
        r#"CREATE TABLE words (id INTEGER PRIMARY KEY, filter INTEGER NOT NULL, count INTEGER NOT NULL,
            "F" INTEGER NOT NULL, type TEXT NOT NULL, clone INTEGER NOT NULL, "any" BOOLEAN NOT NULL,
            order_by INTEGER NOT NULL, match_id INTEGER);
         INSERT INTO words VALUES (1, 1, 2, 2, 'b', 5, TRUE, 6, 2), (2, 9, 9, 8, 'a', 5, FALSE, 6, NULL);"#,
    );
    let found = queryset!(
        Words
            .filter(filter == 1 && count == F(F) && F < 3 && r#type == "b" && any)
            .filter(clone == 5 && order_by == 6 && r#match.filter == 9)
            .order_by(count, r#type)
            .select_related(r#match)
    );
    let row = found.get(conn).unwrap();
    assert_eq!(
        (row.filter, row.count, row.F, row.r#type.as_str()),
        (1, 2, 2, "b")
    );
    assert_eq!(row.r#match().unwrap().id, 2);
    assert_eq!(found.count(conn).unwrap(), 1);
    assert_eq!(keys(&Words.load(conn).unwrap()), [2, 1]);
    assert_eq!(Words::META.columns[4].column, "type");
    assert_eq!(Words::META.relations[0].name, "match");
}

mod inner {
    /// A model under an alias, and by its path.
    pub use crate::support::Album as Disc;
}

#[test]
fn a_model_is_named_by_alias_or_path() {
    use inner::Disc;
    let conn = &mut store();
    assert_eq!(queryset!(Disc.filter(id == 1)).count(conn).unwrap(), 1);
    assert_eq!(
        queryset!(inner::Disc.filter(id < 3)).count(conn).unwrap(),
        2
    );
    assert_eq!(queryset!(crate::support::Album).count(conn).unwrap(), 5);
}

/// A module in which the names of the prelude mean something else.
mod shadowed {
    #![allow(dead_code, non_camel_case_types)]
    use orm_core::prelude::*;

    type Result<T> = std::result::Result<T, ()>;
    struct Option;
    struct Vec;
    struct Some;
    struct None;
    struct Ok;
    struct Box;

    #[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
    #[model(table = "artists", serialize, has_many(albums = Album::artist), has_one(first = Album::artist))]
    pub struct Artist {
        pub id: i32,
        #[model(max_length = 9, check = "name <> ''")]
        pub name: String,
        #[model(foreign_key = Artist, relation = "country")]
        pub country_id: std::option::Option<i32>,
    }

    #[derive(Model, serde::Serialize, Debug, Clone, PartialEq)]
    #[model(table = "albums", serialize)]
    pub struct Album {
        pub id: i32,
        #[model(foreign_key = Artist)]
        pub artist_id: i32,
    }

    pub fn found(conn: &mut crate::support::Conn, known: bool) -> usize {
        let some = queryset!(
            Artist
                .filter(
                    if known {
                        country_id.is_not_null()
                    },
                    albums.any(id.between(1, 9))
                )
                .order_by(if known { -id } else { id })
                .prefetch_related(albums)[..9]
        );
        let rows = crate::driver::Wait::wait(some.load(conn));
        rows.map_or(0, |rows| rows.len())
    }
}

#[test]
fn names_of_the_prelude_may_mean_something_else_where_a_model_is() {
    let conn = &mut store();
    assert_eq!(
        (shadowed::found(conn, true), shadowed::found(conn, false)),
        (2, 3)
    );
}
