//! Rows of different tenants are never put together.

use super::keys::Plan;
use crate::model::{KeysOf, Link, Model, same_tenant};
use crate::{Error, Result};

/// The parents by the places of their keys, where their children must be of the same tenant.
pub(crate) struct Owners<'m, M: Model> {
    first: Vec<Option<KeysOf<'m, M>>>,
}

impl<'m, M: Model> Owners<'m, M> {
    /// Nothing is asked.
    pub(crate) fn none() -> Self {
        Self { first: Vec::new() }
    }

    /// The parents, where they and what their keys lead to have tenants.
    ///
    /// # Errors
    /// One key in rows of two tenants: at most one of them can rightly lead to its row.
    pub(crate) fn new<K: Link<From = M>>(
        plan: &Plan<'_, K>,
        parents: impl Iterator<Item = KeysOf<'m, M>>,
    ) -> Result<Self> {
        if M::META.tenant.is_none() || K::To::META.tenant.is_none() {
            return Ok(Self::none());
        }
        let mut first = vec![None; plan.keys.keys.len()];
        for (place, parent) in plan.ordinals.iter().zip(parents) {
            let Some(first) = place.and_then(|place| first.get_mut(place)) else {
                continue;
            };
            match *first {
                None => *first = Some(parent),
                Some(other) if !same_tenant::<M, M>(other, parent) => {
                    return Err(foreign::<M, K::To>());
                }
                Some(_) => {}
            }
        }
        Ok(Self { first })
    }

    /// There is something to ask of the children.
    pub(crate) fn are_asked(&self) -> bool {
        !self.first.is_empty()
    }

    /// A child belongs to its parent's tenant.
    ///
    /// # Errors
    /// It does not.
    #[inline]
    pub(crate) fn check<To: Model>(&self, place: usize, child: KeysOf<'_, To>) -> Result<()> {
        match self.first.get(place) {
            Some(Some(parent)) if !same_tenant::<M, To>(*parent, child) => Err(foreign::<M, To>()),
            _ => Ok(()),
        }
    }
}

#[cold]
fn foreign<From: Model, To: Model>() -> Error {
    Error::OtherTenant {
        model: From::META.name,
        target: To::META.name,
    }
}
