//! `#[model(soft_delete = field)]`: rows that are marked and not deleted.

use chrono::{DateTime, NaiveDateTime, Utc};
use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "blogs", has_many(posts = Post::blog))]
pub struct Blog {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "posts",
    soft_delete = deleted_at,
    default_scope = published,
    has_many(comments = Comment::post, likes = Like::post, pins = Pin::post)
)]
pub struct Post {
    pub id: i32,
    #[model(foreign_key = Blog, on_delete = "cascade")]
    pub blog_id: i32,
    pub draft: bool,
    pub deleted_at: Option<NaiveDateTime>,
}
condition! {
    pub fn published() for Post = !draft;
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "comments", soft_delete = gone)]
pub struct Comment {
    pub id: i32,
    #[model(foreign_key = Post, on_delete = "cascade")]
    pub post_id: i32,
    pub gone: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "likes")]
pub struct Like {
    pub id: i32,
    #[model(foreign_key = Post, on_delete = "cascade")]
    pub post_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pins", soft_delete = deleted_at)]
pub struct Pin {
    pub id: i32,
    #[model(foreign_key = Post, on_delete = "restrict")]
    pub post_id: i32,
    pub deleted_at: Option<NaiveDateTime>,
}

fn blogs() -> Conn {
    database(&format!(
        "CREATE TABLE blogs (id INTEGER PRIMARY KEY);
         CREATE TABLE posts (id INTEGER PRIMARY KEY, blog_id INTEGER NOT NULL, draft BOOLEAN NOT NULL, deleted_at {naive});
         CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, gone {zoned});
         CREATE TABLE likes (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL);
         CREATE TABLE pins (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, deleted_at {naive});
         INSERT INTO blogs VALUES (1), (2);
         INSERT INTO posts VALUES (1, 1, FALSE, NULL), (2, 1, FALSE, NULL), (3, 1, TRUE, NULL), (4, 2, FALSE, NULL);
         INSERT INTO comments VALUES (1, 1, NULL), (2, 1, NULL), (3, 2, NULL), (4, 4, NULL);
         INSERT INTO likes VALUES (1, 1), (2, 4);
         INSERT INTO pins VALUES (1, 2, NULL);",
        naive = on("TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        zoned = on("TIMESTAMP", "TIMESTAMPTZ", "DATETIME(6)"),
    ))
}

/// Of this hour, by either clock.
fn recent(moment: NaiveDateTime) -> bool {
    (Utc::now().naive_utc() - moment).num_minutes().abs() < 10
}

#[test]
fn rows_are_marked_and_left_out() {
    let conn = &mut blogs();
    let pin = queryset!(Pin.filter(id == 1).delete());
    let deleted = assert_num_queries!(conn, 1, { pin.run(conn).unwrap() });
    assert_eq!((deleted.total(), deleted.of::<Pin>()), (1, 1));
    assert_eq!(pin.run(conn).unwrap().total(), 0);
    assert_eq!(Pin.count(conn).unwrap(), 0);
    let row = queryset!(Pin.only_deleted()).get(conn).unwrap();
    let first = row.deleted_at.unwrap();
    assert!(recent(first));
    // The moment of what is marked already stays.
    let again = queryset!(Pin.with_deleted().filter(id == 1).delete());
    assert_eq!(again.run(conn).unwrap().total(), 0);
    assert_eq!(queryset!(row.delete()).run(conn).unwrap().total(), 0);
    let row = queryset!(Pin.only_deleted()).get(conn).unwrap();
    assert_eq!(row.deleted_at, Some(first));
    let back = queryset!(Pin.only_deleted().update(deleted_at = None));
    assert_eq!(back.run(conn).unwrap(), 1);
    assert_eq!(queryset!(Pin.all().delete()).run(conn).unwrap().total(), 1);
}

#[test]
fn what_can_be_marked_is_marked_with_it() {
    let conn = &mut blogs();
    let post = &queryset!(Post.filter(id == 1)).get(conn).unwrap();
    assert_eq!(queryset!(post.delete()).plan(conn).unwrap().total(), 3);
    let deleted = queryset!(post.delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Post>(), deleted.of::<Comment>()), (1, 2));
    // Likes are no less there than the post, which is: nothing points nowhere.
    assert_eq!((deleted.of::<Like>(), Like.count(conn).unwrap()), (0, 2));
    assert_eq!(
        queryset!(Post.order_by(id).values_list(id))
            .load(conn)
            .unwrap(),
        [2, 4]
    );
    let seen = queryset!(Post.with_deleted().order_by(id).values_list(id));
    // The other default scope stays.
    assert_eq!(seen.load(conn).unwrap(), [1, 2, 4]);
    assert_eq!(queryset!(Post.unscoped()).count(conn).unwrap(), 4);
    let gone = queryset!(Comment.only_deleted().order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&gone), [1, 2]);
    assert!(recent(gone[0].gone.unwrap().naive_utc()));
    // Relations leave them out.
    let blog = queryset!(Blog.filter(id == 1).prefetch_related(posts.comments));
    let blog = blog.get(conn).unwrap();
    assert_eq!(keys(blog.posts()), [2]);
    assert!(!queryset!(Like.filter(post.id == 1)).exists(conn).unwrap());
}

#[test]
fn rows_that_are_marked_themselves_do_not_stand_in_the_way() {
    let conn = &mut blogs();
    let second = queryset!(Post.filter(id == 2).delete());
    let Err(Error::Restricted { by, .. }) = second.run(conn).wait() else {
        panic!()
    };
    assert_eq!((by[0].model, by[0].rows), ("Pin", 1));
    queryset!(Pin.all().delete()).run(conn).unwrap();
    assert_eq!(second.run(conn).unwrap().total(), 2);
}

#[test]
fn rows_are_really_deleted_where_that_is_said_or_must_be() {
    let conn = &mut blogs();
    queryset!(Comment.filter(id == 1).delete())
        .run(conn)
        .unwrap();
    // Also what is marked already goes with it.
    let deleted = queryset!(Post.filter(id == 1).hard_delete())
        .run(conn)
        .unwrap();
    let counts = (
        deleted.of::<Post>(),
        deleted.of::<Comment>(),
        deleted.of::<Like>(),
    );
    assert_eq!(counts, (1, 2, 1));
    assert_eq!(queryset!(Comment.unscoped()).count(conn).unwrap(), 2);
    // A blog is not marked, so what goes with it is not either.
    let deleted = queryset!(Blog.filter(id == 2).delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Blog>(), deleted.of::<Post>()), (1, 1));
    assert_eq!(
        queryset!(Post.unscoped().order_by(id).values_list(id))
            .load(conn)
            .unwrap(),
        [2, 3]
    );
    let empty = queryset!(Comment.with_deleted().all().hard_delete());
    assert_eq!(empty.run(conn).unwrap().total(), 1);
}
