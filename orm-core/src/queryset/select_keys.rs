//! The FROM of a batched query: the list of keys, and the table they lead to.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use crate::backend::{Backend, push_key_part, push_keys};
use crate::model::{Columns, KeyList, KeyRef, Link, Model};
use crate::path::{Path, Root, push_column, push_pairs, push_table};

/// The alias of a many-to-many's link table in a batched query.
const LINK: &str = "self.link";

/// `keys CROSS JOIN table ON …`, with the link table between where there is one.
pub(super) fn push_keys_and_table<'b, K, Key, DB>(
    keys: &'b KeyList<Key>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    K: Link,
    Key: KeyRef,
    DB: Backend,
{
    push_keys(keys, out)?;
    out.push_sql(out.backend().dialect().key_join());
    let near = match K::VIA {
        None => {
            push_table(K::To::META, Root::<K::To>::ALIAS, out)?;
            Root::<K::To>::ALIAS
        }
        Some(via) => {
            push_table(via.meta, LINK, out)?;
            LINK
        }
    };
    out.push_sql(" ON ");
    let matched = K::matched();
    for part in 0..matched.len() {
        if part > 0 {
            out.push_sql(" AND ");
        }
        push_column(near, matched.get(part), out)?;
        out.push_sql(" = ");
        push_key_part(keys, part, out)?;
    }
    if let Some(via) = K::VIA {
        // LEFT, so that a link that points nowhere is seen and not skipped.
        out.push_sql(" LEFT JOIN ");
        push_table(K::To::META, Root::<K::To>::ALIAS, out)?;
        out.push_sql(" ON ");
        push_pairs(
            Root::<K::To>::ALIAS,
            Columns::KeyOf(K::To::META),
            LINK,
            Columns::Names(via.target),
            out,
        )?;
    }
    Ok(())
}
