//! Where the rows of a batched query go: what every driver does with them.

use super::keys::{Keyed, LinkKey, Plan, place};
use super::owners::Owners;
use super::pick::{Pick, PickRow};
use super::read::PendingChild;
use super::slot::{BatchStore, Target};
use crate::model::{KeyList, KeyRef, Link, Model, Relation};
use crate::{Error, Result};

/// The children that were read, each with the place of its key.
///
/// # Errors
/// A key that is none of those listed, a row of another tenant.
pub(crate) fn sorted_in<K, Pk, Rd>(
    pending: Vec<PendingChild<K, Pk::Raw, Rd>>,
    keys: &KeyList<LinkKey<'_, K>>,
    owners: &Owners<'_, K::From>,
) -> Result<Vec<Keyed<Pk::Raw>>>
where
    K: Link,
    Pk: PickRow<K::To>,
{
    let mut children: Vec<Keyed<Pk::Raw>> =
        pending.into_iter().map(|pending| pending.keyed).collect();
    if K::TELLS_KEY {
        place::<K, _>(&keys.keys, &mut children, Pk::keys)?;
    }
    if owners.are_asked() {
        for child in &children {
            owners.check::<K::To>(child.ordinal, Pk::keys(&child.row))?;
        }
    }
    Ok(children)
}

/// The children as they are given.
pub(crate) fn shaped<M: Model, Pk: Pick<M>>(
    pick: &Pk,
    children: Vec<Keyed<Pk::Raw>>,
) -> Vec<Keyed<Pk::Row>> {
    let shape = |child: Keyed<Pk::Raw>| Keyed {
        ordinal: child.ordinal,
        row: pick.shape(child.row),
    };
    children.into_iter().map(shape).collect()
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
