//! Where the rows of a batched query go: what every driver does with them.

use super::keys::{Keyed, LinkKey, Plan, place};
use super::read::PendingChild;
use super::slot::{BatchStore, Target};
use super::spec::RowOf;
use crate::model::{KeyList, KeyRef, Link, Model, Relation, RowParts};
use crate::{Error, Result};

/// The children that were read, each with the place of its key.
///
/// # Errors
/// A key that is none of those listed.
pub(crate) fn sorted_in<K, S, L>(
    pending: Vec<PendingChild<K, S, L>>,
    keys: &KeyList<LinkKey<'_, K>>,
) -> Result<Vec<Keyed<RowOf<K::To, S>>>>
where
    K: Link,
    S: 'static,
    RowOf<K::To, S>: RowParts<Model = K::To>,
{
    let mut children: Vec<Keyed<RowOf<K::To, S>>> =
        pending.into_iter().map(|pending| pending.keyed).collect();
    if K::TELLS_KEY {
        place::<K, _>(&keys.keys, &mut children)?;
    }
    Ok(children)
}

/// Gives children to the parents whose key they have.
///
/// # Errors
/// A foreign key that points nowhere.
pub(crate) fn give<R, T, S>(
    children: Vec<Keyed<T>>,
    targets: &mut [Target<'_, S>],
    plan: &Plan<'_, R::Link>,
) -> Result<()>
where
    R: Relation,
    S: BatchStore<T>,
{
    match S::distribute(children, targets, plan.keys.keys.len()) {
        Some(missing) if R::Link::MUST_EXIST => Err(Error::DanglingForeignKey {
            model: R::From::META.name,
            relation: R::NAME,
            key: plan
                .keys
                .keys
                .get(missing)
                .map_or_else(String::new, |key| key.describe()),
        }),
        _ => Ok(()),
    }
}
