//! Reading rows by position: the model, then what was joined to it.

use std::marker::PhantomData;

use diesel::deserialize::{self, QueryableByName};
use diesel::row::{Field, NamedRow, Row};

use super::keys::Keyed;
use super::pick::ReadPick;
use super::slot::{InlineStore, NotLoaded};
use super::spec::{Join, PartlyReader, RowOf, Waits};
use crate::Error;
use crate::backend::Backend;
use crate::model::{
    Arity, FieldMask, KeyRef, KeysOf, Link, Model, ModelMeta, Partial, ReadFields, ReadModel,
    Record, Relation, RowData, RowParts, Via,
};

/// Reading one relation's slot.
pub trait ReadSpec<R: Relation, DB: Backend> {
    /// The slot.
    type Loaded: 'static;
    /// Reads the slot, and moves `at` behind its columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: KeysOf<'_, R::From>,
    ) -> deserialize::Result<Self::Loaded>;
    /// How many columns it has.
    const WIDTH: usize;
}

/// Reading all slots.
pub trait ReadList<M: Model, Rels, DB: Backend> {
    /// The slots.
    type Loaded: 'static;
    /// Reads the slots, and moves `at` behind their columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: KeysOf<'_, M>,
    ) -> deserialize::Result<Self::Loaded>;
    /// How many columns they have.
    const WIDTH: usize;
}

impl<M: Model, DB: Backend> ReadList<M, (), DB> for () {
    type Loaded = ();
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: KeysOf<'_, M>,
    ) -> deserialize::Result<()> {
        Ok(())
    }
    const WIDTH: usize = 0;
}

impl<M, R, Rest, H, T, DB> ReadList<M, (R, Rest), DB> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: ReadSpec<R, DB>,
    T: ReadList<M, Rest, DB>,
    DB: Backend,
{
    type Loaded = (H::Loaded, T::Loaded);
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: KeysOf<'_, M>,
    ) -> deserialize::Result<Self::Loaded> {
        let head = H::read(row, at, from)?;
        Ok((head, T::read(row, at, from)?))
    }
    const WIDTH: usize = H::WIDTH + T::WIDTH;
}

impl<R: Relation, DB: Backend> ReadSpec<R, DB> for NotLoaded {
    type Loaded = NotLoaded;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: KeysOf<'_, R::From>,
    ) -> deserialize::Result<NotLoaded> {
        Ok(NotLoaded)
    }
    const WIDTH: usize = 0;
}

impl<R: Relation, S: Default + 'static, DB: Backend> ReadSpec<R, DB> for Waits<S> {
    type Loaded = S;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: KeysOf<'_, R::From>,
    ) -> deserialize::Result<S> {
        Ok(S::default())
    }
    const WIDTH: usize = 0;
}

impl<R, L, DB> ReadSpec<R, DB> for Join<L>
where
    R: Relation,
    L: ReadRow<R::To, DB>,
    <R::Arity as Arity>::Joined<L::Row>: InlineStore<L::Row>,
    DB: Backend,
{
    type Loaded = <R::Arity as Arity>::Joined<L::Row>;
    /// Where the join found no row nothing is read. A foreign key tells that by itself, but
    /// where it points nowhere; for other relations the joined key is looked at first.
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        from: KeysOf<'_, R::From>,
    ) -> deserialize::Result<Self::Loaded> {
        let start = *at;
        let absent = if R::Link::MUST_EXIST {
            R::Link::source_key(from).is_none()
        } else {
            is_absent(row, start, L::FIELDS, R::To::META)
        };
        let joined = if absent {
            *at += L::WIDTH;
            None
        } else {
            match L::read_row(row, at) {
                Ok(joined) => Some(joined),
                Err(error) if R::Link::MUST_EXIST => {
                    return Err(unless_dangling::<R, L, DB, Rw>(row, start, from, error));
                }
                Err(error) => return Err(error),
            }
        };
        <R::Arity as Arity>::Joined::from_joined(joined).ok_or_else(|| dangling::<R>(from))
    }
    const WIDTH: usize = L::WIDTH;
}

/// The first column of the key is NULL, so no row was joined. `fields` are those that are read.
#[inline]
fn is_absent<'r, DB: Backend, Rw: Row<'r, DB>>(
    row: &Rw,
    at: usize,
    fields: u128,
    meta: &ModelMeta,
) -> bool {
    let key = meta.key.first().copied().unwrap_or(0);
    let before = 1_u128
        .checked_shl(key as u32)
        .map_or(u128::MAX, |bit| bit - 1);
    let left_out = (!fields & before).count_ones() as usize;
    row.get(at + key - left_out)
        .is_none_or(|field| field.is_null())
}

/// Why a joined row could not be read: it is not there, or holds what does not fit.
#[cold]
fn unless_dangling<'r, R, L, DB, Rw>(
    row: &Rw,
    at: usize,
    from: KeysOf<'_, R::From>,
    error: Box<dyn std::error::Error + Send + Sync>,
) -> Box<dyn std::error::Error + Send + Sync>
where
    R: Relation,
    L: ReadRow<R::To, DB>,
    DB: Backend,
    Rw: Row<'r, DB>,
{
    if is_absent(row, at, L::FIELDS, R::To::META) {
        dangling::<R>(from)
    } else {
        error
    }
}

#[cold]
fn dangling<R: Relation>(from: KeysOf<'_, R::From>) -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(Error::DanglingForeignKey {
        model: R::From::META.name,
        relation: R::NAME,
        key: R::Link::source_key(from).map_or_else(String::new, KeyRef::describe),
    })
}

/// Reading a row: its own fields, and its slots.
pub trait ReadRow<M: Model, DB: Backend> {
    /// The row.
    type Row: 'static;
    /// Which of the model's fields are read, a bit each.
    const FIELDS: u128;
    /// How many columns it has.
    const WIDTH: usize;
    /// Reads it, and moves `at` behind its columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read_row<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Row>;
}

macro_rules! whole_rows {
    ($(<$($param:ident),*> $reader:ty;)*) => { $(
        impl<M, DB $(, $param)*> ReadRow<M, DB> for $reader
        where
            M: ReadModel<DB>,
            $reader: ReadList<M, M::Relations, DB>,
            DB: Backend,
        {
            type Row = RowOf<M, <$reader as ReadList<M, M::Relations, DB>>::Loaded>;
            const FIELDS: u128 = u128::MAX;
            const WIDTH: usize =
                M::META.columns.len() + <$reader as ReadList<M, M::Relations, DB>>::WIDTH;
            #[inline]
            fn read_row<'r, Rw: Row<'r, DB>>(
                row: &Rw,
                at: &mut usize,
            ) -> deserialize::Result<Self::Row> {
                let model = M::read(row, *at)?;
                *at += M::META.columns.len();
                let slots = <$reader as ReadList<M, M::Relations, DB>>::read(row, at, model.keys())?;
                Ok(RowParts::from_data(RowData { model, slots }))
            }
        }
    )* };
}
whole_rows! {
    <> ();
    <H, T> (H, T);
}

impl<M, F, L, DB> ReadRow<M, DB> for PartlyReader<F, L>
where
    M: Partial<F>,
    F: FieldMask + ReadFields<M, DB, 0>,
    L: ReadList<M, M::Relations, DB>,
    DB: Backend,
{
    type Row = RowOf<M, L::Loaded, <M as Partial<F>>::Record>;
    const FIELDS: u128 = F::BITS;
    const WIDTH: usize = F::BITS.count_ones() as usize + L::WIDTH;
    #[inline]
    fn read_row<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Row> {
        let model = M::partial(F::read(row, at)?);
        let slots = L::read(row, at, model.keys())?;
        Ok(RowParts::from_data(RowData { model, slots }))
    }
}

/// A row whose batched relations are still to come. Only this type can be read by Diesel:
/// were the public row readable, `get_results` would hand out empty relations as loaded.
pub struct Pending<M, Raw, Rd> {
    /// The row.
    pub raw: Raw,
    types: PhantomData<fn() -> (M, Rd)>,
}

impl<M, Raw, Rd, DB> QueryableByName<DB> for Pending<M, Raw, Rd>
where
    M: Model,
    Rd: ReadPick<M, DB, Raw = Raw>,
    DB: Backend,
{
    #[inline]
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            raw: Rd::read(row, &mut 0)?,
            types: PhantomData,
        })
    }
}

/// A child with the place of its parent's key, found by link `K`. Where the link tells the
/// key, the place is still to be found.
pub struct PendingChild<K, Raw, Rd> {
    /// The child.
    pub keyed: Keyed<Raw>,
    types: PhantomData<fn() -> (K, Rd)>,
}

impl<K, Raw, Rd, DB> QueryableByName<DB> for PendingChild<K, Raw, Rd>
where
    K: Link,
    Rd: ReadPick<K::To, DB, Raw = Raw>,
    DB: Backend,
{
    #[inline]
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let (ordinal, first) = if K::TELLS_KEY {
            (0, 0)
        } else {
            (usize::try_from(DB::read_i64(row, 0)?)?, 1)
        };
        let row = match (Rd::read(row, &mut { first }), K::VIA) {
            (Ok(row), _) => row,
            (Err(_), Some(via)) if is_absent(row, first, Rd::FIELDS, K::To::META) => {
                return Err(dangling_link(via, K::To::META));
            }
            (Err(error), _) => return Err(error),
        };
        Ok(Self {
            keyed: Keyed { ordinal, row },
            types: PhantomData,
        })
    }
}

/// A link row names a target that is not there.
#[cold]
fn dangling_link(via: Via, target: &ModelMeta) -> Box<dyn std::error::Error + Send + Sync> {
    let relation = via
        .meta
        .relations
        .iter()
        .find(|relation| {
            let columns = relation.fields.iter().filter_map(|field| {
                via.meta
                    .columns
                    .iter()
                    .find(|column| column.field == *field)
            });
            columns
                .map(|column| column.column)
                .eq(via.target.iter().copied())
        })
        .map_or(target.name, |relation| relation.name);
    Box::new(Error::DanglingForeignKey {
        model: via.meta.name,
        relation,
        key: format!("of a `{}`", target.name),
    })
}

/// A number: a count.
pub struct Number(pub i64);

impl<DB: Backend> QueryableByName<DB> for Number {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        DB::read_i64(row, 0).map(Self)
    }
}

/// A row of which nothing is asked but that it is there.
pub struct Found;

impl<DB: Backend> QueryableByName<DB> for Found {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self)
    }
}

/// A primary key alone.
pub struct PendingKey<M: Model>(pub M::Key);

impl<M: ReadModel<DB>, DB: Backend> QueryableByName<DB> for PendingKey<M> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        M::read_key(row).map(Self)
    }
}
