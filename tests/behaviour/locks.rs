//! FOR UPDATE and FOR SHARE as text. What other connections see of locks is in
//! `tests/transactions/locks.rs`. SQLite has none: there a terminal does not compile.

use orm_core::prelude::*;

use crate::support::*;

/// The tail of the statement, names quoted by `"` as in the standard.
macro_rules! tail {
    ($($queryset:tt)*) => {{
        let shown = sql(&queryset!($($queryset)*));
        let text = shown.split(" -- binds: ").next().unwrap().replace('`', "\"");
        text.split_once(" AS \"self\"").unwrap().1.to_owned()
    }};
}

#[test]
fn the_lock_is_the_tail_of_the_statement() {
    if DIALECT == Dialect::Sqlite {
        return;
    }
    let limit = on("", " LIMIT $1", " LIMIT ?");
    assert_eq!(
        tail!(Album.for_update().nowait()[..3]),
        on(
            String::new(),
            format!(r#" ORDER BY "self"."title", "self"."id"{limit} FOR UPDATE OF "self" NOWAIT"#),
            format!(
                r#" ORDER BY "self"."title", "self"."id"{limit} FOR UPDATE /*!80001 OF "self" */ NOWAIT"#
            ),
        )
    );
    assert_eq!(
        tail!(Genre.for_share().skip_locked()),
        on(
            "",
            r#" FOR SHARE OF "self" SKIP LOCKED"#,
            r#" /*!80001 FOR SHARE OF "self" */ /*M! LOCK IN SHARE MODE */ SKIP LOCKED"#,
        )
    );
    // What is locked besides is joined; what is only loaded is not locked.
    assert_eq!(
        tail!(Track.select_related(genre).for_update().of(album.artist)),
        on(
            "",
            r#" INNER JOIN "albums" AS "album" ON "album"."id" = "self"."album_id" INNER JOIN "artists" AS "album__artist" ON "album__artist"."id" = "album"."artist_id" LEFT JOIN "genres" AS "genre" ON "genre"."id" = "self"."genre_id" FOR UPDATE OF "self", "album__artist""#,
            r#" INNER JOIN "albums" AS "album" ON "album"."id" = "self"."album_id" INNER JOIN "artists" AS "album__artist" ON "album__artist"."id" = "album"."artist_id" LEFT JOIN "genres" AS "genre" ON "genre"."id" = "self"."genre_id" FOR UPDATE /*!80001 OF "self", "album__artist" */"#,
        )
    );
}
