//! Rows on their way to PostgreSQL, a list a column.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::pg::{Pg, PgTypeMetadata};
use diesel::serialize::{Output, ToSql};
use diesel::sql_types::{Array, HasSqlType, SqlType};

use super::new::VisitField;

/// A list of what column number `AT` holds.
pub struct Column<ST, const AT: usize>(PhantomData<fn() -> ST>);

impl<ST: SqlType + 'static, const AT: usize> HasSqlType<Column<ST, AT>> for Pg
where
    Pg: HasSqlType<Array<ST>>,
{
    fn metadata(lookup: &mut Self::MetadataLookup) -> PgTypeMetadata {
        <Pg as HasSqlType<Array<ST>>>::metadata(lookup)
    }
}

/// Writes the column that is shown, as Diesel writes a list.
pub(super) struct WriteList<'b, 'c, 's, R> {
    pub(super) rows: R,
    pub(super) out: &'s mut Output<'b, 'c, Pg>,
}
impl<'r, N: 'r, R: Iterator<Item = &'r N>> VisitField<N, Pg> for WriteList<'_, '_, '_, R> {
    fn field<ST, T, const AT: usize>(self, get: for<'n> fn(&'n N) -> &'n T) -> QueryResult<()>
    where
        Pg: HasSqlType<ST>,
        ST: SqlType + 'static,
        T: ToSql<ST, Pg> + 'static,
    {
        let values: Vec<&T> = self.rows.map(get).collect();
        ToSql::<Array<ST>, Pg>::to_sql(&values, &mut self.out.reborrow())
            .map(drop)
            .map_err(diesel::result::Error::SerializationError)
    }
}
