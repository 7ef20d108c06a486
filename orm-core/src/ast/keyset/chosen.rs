//! Terms that are chosen, or left out, while the program runs.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize;
use diesel::query_builder::AstPass;
use diesel::row::Row;

use super::{KeysetItem, KeysetItemOn, ReadPart};
use crate::ast::{Digest, Either, OptionalItem, PlaceValue};
use crate::backend::Backend;

/// Reads the value of one of two.
pub struct EitherReader<A, B>(PhantomData<fn() -> (A, B)>);

impl<A: ReadPart<DB>, B: ReadPart<DB>, DB: Backend> ReadPart<DB> for EitherReader<A, B> {
    const SHAPES: i64 = A::SHAPES + B::SHAPES;
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        shape: i64,
    ) -> deserialize::Result<PlaceValue> {
        if shape < A::SHAPES {
            A::read(row, at, shape)
        } else {
            B::read(row, at, shape - A::SHAPES)
        }
    }
}
#[diagnostic::do_not_recommend]
impl<A: KeysetItem, B: KeysetItem> KeysetItem for Either<A, B> {
    type Reader = EitherReader<A::Reader, B::Reader>;
    const STATIC: bool = false;
    const SHAPES: i64 = A::SHAPES + B::SHAPES;
    fn shape(&self) -> i64 {
        match self {
            Self::A(a) => a.shape(),
            Self::B(b) => A::SHAPES + b.shape(),
        }
    }
    fn fits(&self, part: &PlaceValue) -> bool {
        match self {
            Self::A(a) => a.fits(part),
            Self::B(b) => b.fits(part),
        }
    }
    fn tell(&self, digest: &mut Digest) {
        match self {
            Self::A(a) => a.tell(digest),
            Self::B(b) => b.tell(digest),
        }
    }
}
#[diagnostic::do_not_recommend]
impl<A: KeysetItemOn<DB>, B: KeysetItemOn<DB>, DB: Backend> KeysetItemOn<DB> for Either<A, B> {
    fn push_value<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self {
            Self::A(a) => a.push_value(out),
            Self::B(b) => b.push_value(out),
        }
    }
    fn push_after<'b>(
        &'b self,
        part: &'b PlaceValue,
        reverse: bool,
        last: bool,
        depth: &mut usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        match self {
            Self::A(a) => a.push_after(part, reverse, last, depth, out),
            Self::B(b) => b.push_after(part, reverse, last, depth, out),
        }
    }
}

/// Reads the value of a term that may be absent.
pub struct OptionalReader<T>(PhantomData<fn() -> T>);

impl<T: ReadPart<DB>, DB: Backend> ReadPart<DB> for OptionalReader<T> {
    const SHAPES: i64 = 1 + T::SHAPES;
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        shape: i64,
    ) -> deserialize::Result<PlaceValue> {
        if shape == 0 {
            return Ok(PlaceValue::Absent);
        }
        T::read(row, at, shape - 1)
    }
}
#[diagnostic::do_not_recommend]
impl<T: KeysetItem> KeysetItem for OptionalItem<T> {
    type Reader = OptionalReader<T::Reader>;
    const STATIC: bool = false;
    const SHAPES: i64 = 1 + T::SHAPES;
    fn shape(&self) -> i64 {
        self.0.as_ref().map_or(0, |item| 1 + item.shape())
    }
    fn fits(&self, part: &PlaceValue) -> bool {
        match &self.0 {
            Some(item) => item.fits(part),
            None => *part == PlaceValue::Absent,
        }
    }
    fn tell(&self, digest: &mut Digest) {
        if let Some(item) = &self.0 {
            item.tell(digest);
        }
    }
}
#[diagnostic::do_not_recommend]
impl<T: KeysetItemOn<DB>, DB: Backend> KeysetItemOn<DB> for OptionalItem<T> {
    fn push_value<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.as_ref().map_or(Ok(()), |item| item.push_value(out))
    }
    fn push_after<'b>(
        &'b self,
        part: &'b PlaceValue,
        reverse: bool,
        last: bool,
        depth: &mut usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.0.as_ref().map_or(Ok(()), |item| {
            item.push_after(part, reverse, last, depth, out)
        })
    }
}
