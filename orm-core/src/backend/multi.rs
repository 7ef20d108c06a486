//! Enums of connections: one type for several databases, which of them is known at run time.

/// Lets querysets run on an enum of connections that has Diesel's
/// [`MultiConnection`](derive@diesel::MultiConnection). It repeats the names of the
/// variants.
///
/// ```
/// # orm_core::doctest_models!();
/// mod connection {
///     #[derive(diesel::MultiConnection)]
///     pub enum AnyConnection {
///         Sqlite(diesel::SqliteConnection),
/// # /*
///         Postgres(diesel::PgConnection),
///         Mysql(diesel::MysqlConnection),
/// # */
///     }
/// # /*
///     orm_core::multi_connection!(AnyConnection { Sqlite, Postgres, Mysql });
/// # */
/// #   orm_core::multi_connection!(AnyConnection { Sqlite });
/// }
///
/// let mut conn = connection::AnyConnection::Sqlite(connection());
/// let albums = queryset!(Album.filter(title.contains("Rock")).prefetch_related(tracks));
/// assert_eq!(albums.load(&mut conn)?[0].tracks().len(), 2);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// # Field types
///
/// What Diesel's enums of connections read and write by themselves are numbers, text, bytes,
/// booleans, decimals, dates and times. The macro adds uuids, `DateTime<Utc>` and JSON, as
/// far as the features of their types are enabled, and what `derive(Key)` and `derive(Choice)`
/// made, enums of PostgreSQL's among them. A type of your own that has `FromSql` and
/// `ToSql` for any backend needs nothing. One that has them for each of the databases is named
/// with its SQL type, one of `diesel::sql_types` or a unit struct:
///
/// ```
/// # orm_core::doctest_models!();
/// # mod any {
/// # use diesel::deserialize::{self, FromSql};
/// # use diesel::serialize::{self, IsNull, Output, ToSql};
/// # use diesel::sqlite::Sqlite;
/// # #[derive(Debug, Clone, PartialEq)]
/// # pub enum Status { Open }
/// # impl FromSql<Text, Sqlite> for Status {
/// #     fn from_sql(value: <Sqlite as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
/// #         <String as FromSql<Text, Sqlite>>::from_sql(value).map(|_| Self::Open)
/// #     }
/// # }
/// # impl ToSql<Text, Sqlite> for Status {
/// #     fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
/// #         out.set_value("open");
/// #         Ok(IsNull::No)
/// #     }
/// # }
/// use diesel::sql_types::Text;
/// # #[derive(diesel::MultiConnection)]
/// # pub enum AnyConnection { Sqlite(diesel::SqliteConnection) }
///
/// orm_core::multi_connection!(AnyConnection { Sqlite } with Status: Text);
/// # }
/// # #[derive(Model)]
/// # #[model(table = "(SELECT 1 AS id, 'open' AS status)")]
/// # pub struct Door { id: i32, #[model(sql_type = diesel::sql_types::Text)] status: any::Status }
/// # let _ = |conn: &mut any::AnyConnection| Door.load(conn).map(|doors| doors[0].status == any::Status::Open);
/// ```
///
/// # What differs from a plain connection
///
/// Keys travel as a JSON text, also to PostgreSQL. `iterator`
/// fetches all rows from PostgreSQL before it gives the first.
///
/// Writes run on the connection inside, as they do on it alone, so their types must be those of each
/// database that is enabled; hooks are called with the enum, `Hooks<AnyConnection>`.
///
/// ```
/// # orm_core::doctest_models!();
/// # mod any { #[derive(diesel::MultiConnection)]
/// # pub enum AnyConnection { Sqlite(diesel::SqliteConnection) }
/// # orm_core::multi_connection!(AnyConnection { Sqlite }); }
/// # let mut conn = any::AnyConnection::Sqlite(connection());
/// let album = queryset!(Album.create(title = "Powerage", artist_id = 1)).run(&mut conn)?;
/// assert_eq!(album.id, 4);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// A queryset in a signature, `impl QuerySetOf<Album>`, promises to run on each database that
/// is enabled, so it runs on the connection inside, as if that had been there. What refines one
/// is returned as such itself, and then loaded:
///
/// ```
/// # orm_core::doctest_models!();
/// # mod any { #[derive(diesel::MultiConnection)]
/// # pub enum AnyConnection { Sqlite(diesel::SqliteConnection) }
/// # orm_core::multi_connection!(AnyConnection { Sqlite }); }
/// # let mut conn = any::AnyConnection::Sqlite(connection());
/// fn rock() -> impl QuerySetOf<Album> {
///     queryset!(Album.filter(title.contains("Rock")))
/// }
/// fn rock_by(artist: &str) -> impl QuerySetOf<Album> {
///     queryset!(rock().filter(artist.name == artist.to_owned()))
/// }
///
/// assert_eq!(rock_by("AC/DC").load(&mut conn)?.len(), rock().load(&mut conn)?.len());
/// # Ok::<(), orm_core::Error>(())
/// ```
#[macro_export]
macro_rules! multi_connection {
    (
        $conn:ty { $($(#[$cfg:meta])* $variant:ident),+ $(,)? }
        $(with $($own:ty: $own_sql:path),+ $(,)?)?
    ) => {
        const _: () = {
            type Multi = <$conn as ::diesel::Connection>::Backend;

            impl $crate::backend::Backend for Multi {
                fn dialect(&self) -> $crate::backend::Dialect {
                    match self {
                        $($(#[$cfg])* Multi::$variant(one) => {
                            $crate::backend::Backend::dialect(one)
                        })+
                    }
                }
                $crate::__binds!();
                type Streaming = ::diesel::connection::DefaultLoadingMode;
            }

            impl $crate::__private::Each for $conn {
                fn each<A: $crate::__private::Ask>(&mut self, ask: A) -> A::Out {
                    match self {
                        $($(#[$cfg])* Self::$variant(one) => $crate::__private::ask_one(one, ask),)+
                    }
                }
            }
            impl $crate::__private::LocksRows for Multi {}

            $crate::__if_uuid! {
                $crate::__multi_sql_type!(Multi, $crate::backend::UuidSql);
                $crate::__multi_value!(
                    Multi, $crate::__private::uuid::Uuid, $crate::backend::UuidSql
                );
            }
            $crate::__if_chrono! {
                $crate::__multi_sql_type!(Multi, $crate::backend::TimestamptzSql);
                $crate::__multi_value!(
                    Multi,
                    $crate::__private::chrono::DateTime<$crate::__private::chrono::Utc>,
                    $crate::backend::TimestamptzSql
                );
            }
            $crate::__if_chrono! {
                $crate::__multi_sql_type!(Multi, $crate::backend::TimestampSql);
                $crate::__multi_value!(
                    Multi,
                    $crate::__private::chrono::NaiveDateTime,
                    $crate::backend::TimestampSql
                );
            }
            $crate::__if_chrono! {
                $crate::__multi_places!(Multi);
            }
            $crate::__if_serde_json! {
                $crate::__multi_sql_type!(Multi, $crate::backend::JsonSql);
                $crate::__multi_value!(
                    Multi, $crate::__private::serde_json::Value, $crate::backend::JsonSql
                );
            }
            $crate::__multi_sql_type!(Multi, $crate::__private::EnumSql);
            $crate::__multi_value!(Multi, ::std::string::String, $crate::__private::EnumSql);
            $crate::__multi_to!(
                Multi, $crate::__private::EnumText, $crate::__private::EnumSql
            );
            $($($crate::__multi_value!(Multi, $own, $own_sql);)+)?
        };
    };
}

/// How every backend binds and reads what is ours: a trait's own methods cannot ask that a
/// number and a text can be bound, so each impl says it.
#[doc(hidden)]
#[macro_export]
macro_rules! __binds {
    () => {
        fn push_i64<'b>(
            value: &'b i64,
            out: &mut ::diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> ::diesel::QueryResult<()> {
            out.push_bind_param::<::diesel::sql_types::BigInt, i64>(value)
        }
        fn push_text<'b>(
            value: &'b $crate::backend::Listed<::std::string::String>,
            out: &mut ::diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> ::diesel::QueryResult<()> {
            out.push_bind_param::<::diesel::sql_types::Text, _>(value)
        }
        fn read_i64<'r, R: ::diesel::row::Row<'r, Self>>(
            row: &R,
            at: usize,
        ) -> ::diesel::deserialize::Result<i64> {
            row.get_value::<::diesel::sql_types::BigInt, i64, usize>(at)
        }
    };
}

/// A SQL type on an enum of connections.
#[doc(hidden)]
#[macro_export]
macro_rules! __multi_sql_type {
    ($multi:ident, $sql:path) => {
        impl ::diesel::sql_types::HasSqlType<$sql> for $multi {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }
    };
}

/// A type's values on an enum of connections.
#[doc(hidden)]
#[macro_export]
macro_rules! __multi_value {
    ($multi:ident, $own:ty, $sql:path) => {
        $crate::__multi_from!($multi, $own, $sql);
        $crate::__multi_to!($multi, $own, $sql);
    };
}

/// Reading and binding dates and times as places in an order.
#[doc(hidden)]
#[macro_export]
macro_rules! __multi_places {
    ($multi:ident) => {
        $crate::__multi_places! {
            $multi
            NaiveDate = ::diesel::sql_types::Date;
            NaiveTime = ::diesel::sql_types::Time;
            NaiveDateTime = ::diesel::sql_types::Timestamp;
            NaiveDateTime = $crate::backend::TimestampSql;
            DateTime<$crate::__private::chrono::Utc> = $crate::backend::TimestamptzSql;
        }
    };
    ($multi:ident $($name:ident $(< $zone:ty >)? = $sql:path;)*) => { $(
        $crate::__multi_value!(
            $multi, $crate::backend::AsStored<$crate::__private::chrono::$name $(<$zone>)?>, $sql
        );
    )* };
}

/// Reading them.
#[doc(hidden)]
#[macro_export]
macro_rules! __multi_from {
    ($multi:ident, $own:ty, $sql:path) => {
        impl ::diesel::deserialize::FromSql<$sql, $multi> for $own {
            fn from_sql(
                value: <$multi as ::diesel::backend::Backend>::RawValue<'_>,
            ) -> ::diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $sql>()
            }
        }
    };
}

/// Binding them.
#[doc(hidden)]
#[macro_export]
macro_rules! __multi_to {
    ($multi:ident, $own:ty, $sql:path) => {
        impl ::diesel::serialize::ToSql<$sql, $multi> for $own {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, $multi>,
            ) -> ::diesel::serialize::Result {
                out.set_value(($sql, self));
                ::core::result::Result::Ok(::diesel::serialize::IsNull::No)
            }
        }
    };
}

/// Whether a feature is enabled is asked here: where the macro above is used, it would be the
/// user's feature.
macro_rules! if_feature {
    ($dollar:tt $($feature:literal $name:ident;)*) => { $(
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar then:tt)*) => { $dollar($dollar then)* };
        }
        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($dollar then:tt)*) => {};
        }
    )* };
}
if_feature! { $
    "uuid" __if_uuid;
    "chrono" __if_chrono;
    "serde_json" __if_serde_json;
}
