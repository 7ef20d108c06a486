//! `delete` of trees and circles: rows that go with rows of their own model.

use orm_core::Error;
use orm_core::prelude::*;
use orm_core::write::Deleted;

use crate::support::*;

fn by_model(deleted: &Deleted) -> Vec<(&'static str, usize)> {
    deleted.by_model().collect()
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "drives", has_many(folders = Folder::drive))]
pub struct Drive {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "folders", has_many(children = Folder::parent, files = File::folder))]
pub struct Folder {
    pub id: i32,
    #[model(foreign_key = Drive, on_delete = "cascade")]
    pub drive_id: Option<i32>,
    #[model(foreign_key = Self, on_delete = "cascade")]
    pub parent_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "files")]
pub struct File {
    pub id: i32,
    #[model(foreign_key = Folder, on_delete = "cascade")]
    pub folder_id: i32,
}

fn folders(constraint: bool) -> Conn {
    let key = match constraint {
        true => ", FOREIGN KEY (parent_id) REFERENCES folders (id)",
        false => "",
    };
    database(&format!(
        "CREATE TABLE drives (id INTEGER PRIMARY KEY);
         CREATE TABLE folders (id INTEGER PRIMARY KEY, drive_id INTEGER, parent_id INTEGER{key});
         CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL);
         INSERT INTO drives VALUES (1), (2);
         INSERT INTO folders VALUES (1, 1, NULL), (2, NULL, 1), (3, NULL, 2), (4, NULL, 2), (5, 2, NULL), (6, NULL, 5);
         INSERT INTO files VALUES (1, 1), (2, 3), (3, 4), (4, 4), (5, 6);"
    ))
}

#[test]
fn a_tree_goes_with_its_root() {
    let conn = &mut folders(true);
    let first = queryset!(Folder.filter(id == 1).delete());
    assert_eq!(first.plan(conn).unwrap().total(), 8);
    let deleted = first.run(conn).unwrap();
    assert_eq!(by_model(&deleted), [("Folder", 4), ("File", 4)]);
    assert_eq!(
        queryset!(Folder.order_by(id).values_list(id))
            .load(conn)
            .unwrap(),
        [5, 6]
    );
    assert_eq!(queryset!(File.values_list(id)).load(conn).unwrap(), [5]);
}

#[test]
fn a_tree_goes_with_what_its_root_points_at() {
    let conn = &mut folders(false);
    let drive = queryset!(Drive.filter(id == 1).delete());
    assert_eq!(drive.plan(conn).unwrap().total(), 9);
    let deleted = drive.run(conn).unwrap();
    assert_eq!(
        by_model(&deleted),
        [("Drive", 1), ("File", 4), ("Folder", 4)]
    );
    assert_eq!(
        queryset!(Folder.order_by(id).values_list(id))
            .load(conn)
            .unwrap(),
        [5, 6]
    );
}

#[test]
fn a_circle_of_rows_comes_to_an_end() {
    let conn = &mut folders(false);
    run(conn, "UPDATE folders SET parent_id = 4 WHERE id = 1;");
    let deleted = queryset!(Folder.filter(id == 2).delete())
        .run(conn)
        .unwrap();
    assert_eq!((deleted.of::<Folder>(), deleted.of::<File>()), (4, 4));
    run(conn, "UPDATE folders SET parent_id = 6 WHERE id = 5;");
    let deleted = queryset!(Drive.filter(id == 2).delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Folder>(), deleted.of::<File>()), (2, 1));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "companies", has_many(members = Member::company))]
pub struct Company {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "members", has_many(teams = Team::owner))]
pub struct Member {
    pub id: i32,
    #[model(foreign_key = Team, on_delete = "cascade")]
    pub team_id: Option<i32>,
    #[model(foreign_key = Company, on_delete = "cascade")]
    pub company_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "teams", has_many(members = Member::team))]
pub struct Team {
    pub id: i32,
    #[model(foreign_key = Member, on_delete = "cascade")]
    pub owner_id: i32,
}

#[test]
fn models_that_go_with_each_other() {
    let conn = &mut database(
        "CREATE TABLE companies (id INTEGER PRIMARY KEY);
         CREATE TABLE members (id INTEGER PRIMARY KEY, team_id INTEGER, company_id INTEGER NOT NULL);
         CREATE TABLE teams (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL);
         INSERT INTO companies VALUES (1);
         INSERT INTO members VALUES (1, NULL, 1), (2, 1, 1), (3, 2, 1), (4, 3, 1), (5, NULL, 1);
         INSERT INTO teams VALUES (1, 1), (2, 2), (3, 5);",
    );
    // 1 owns team 1, whose member 2 owns team 2, whose member is 3.
    let deleted = queryset!(Member.filter(id == 1).delete())
        .run(conn)
        .unwrap();
    assert_eq!((deleted.of::<Member>(), deleted.of::<Team>()), (3, 2));
    let deleted = queryset!(Team.filter(id == 3).delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Member>(), deleted.of::<Team>()), (1, 1));
    let circle = queryset!(Company.all().delete()).run(conn).wait();
    assert!(
        matches!(
            circle,
            Err(Error::CascadeCircle {
                model: "Company",
                ..
            })
        ),
        "{circle:?}"
    );
}
