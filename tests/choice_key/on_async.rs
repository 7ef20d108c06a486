//! The same on connections of diesel-async, whose drivers bind and read in their own way.

use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};
use orm_core::prelude::*;

use crate::choices::{Mood, Status, Ticket, desk};
use crate::keys::{Album, ArtistId, store};
use crate::support::{mysql, mysql_url, postgres, postgres_url};

macro_rules! on_each_async {
    ($choices:ident, $keys:ident, $made:expr, $connection:ty, $url:expr) => {
        #[tokio::test]
        async fn $choices() {
            let _tables = desk($made);
            let mut conn = <$connection>::establish(&$url).await.unwrap();
            let sad = queryset!(Ticket.filter(mood == Mood::VerySad || mood_then == Mood::VerySad));
            let sad = sad.load(&mut conn).await.unwrap();
            assert_eq!(sad.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 3]);
            let moods = (sad[0].mood, sad[1].mood_then);
            assert_eq!(moods, (Mood::VerySad, Some(Mood::VerySad)));
            let one = queryset!(Ticket.filter(mood.in_([Mood::Ok]) && status.in_([Status::Open])));
            assert_eq!(one.get(&mut conn).await.unwrap().id, 1);
            let rows = queryset!(
                Ticket
                    .filter(wanted.same(Some(Status::Open)))
                    .prefetch_related(notes)
            );
            let rows = rows.load(&mut conn).await.unwrap();
            assert_eq!((rows[0].id, rows[0].notes().len()), (2, 1));
        }

        #[tokio::test]
        async fn $keys() {
            let _tables = store($made);
            let mut conn = <$connection>::establish(&$url).await.unwrap();
            let albums = queryset!(
                Album
                    .filter(artist_id == ArtistId(1))
                    .prefetch_related(artist, guest, label)
            );
            let albums = albums.load(&mut conn).await.unwrap();
            assert_eq!(albums[1].artist().name, "AC/DC");
            assert_eq!(albums[1].guest().map(|guest| guest.id), Some(ArtistId(2)));
            let listed = queryset!(Album.filter(guest_id.in_([ArtistId(1), ArtistId(2)])));
            assert_eq!(listed.count(&mut conn).await.unwrap(), 2);
        }
    };
}

on_each_async!(
    choices_on_postgres,
    keys_on_postgres,
    postgres(),
    AsyncPgConnection,
    postgres_url()
);
on_each_async!(
    choices_on_mysql,
    keys_on_mysql,
    mysql(),
    AsyncMysqlConnection,
    mysql_url()
);
