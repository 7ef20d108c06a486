//! The terminals of builders that are no `QuerySet`: groups, totals, sets.

/// Writes `load`, `get`, `first`, `count`, `exists` and `iterator`.
macro_rules! terminals {
    (impl [$($params:tt)*] $ty:ty where $($bounds:tt)*) => {
        impl<$($params)*> $ty
        where
            $($bounds)*
        {
            /// All of them.
            ///
            /// # Errors
            /// [`Error::Database`](crate::Error::Database), and
            /// [`Error::Field`](crate::Error::Field) for a value that does not fit.
            pub fn load<'c, C, Dr: crate::driver::Driver>(
                &'c self,
                conn: &'c mut C,
            ) -> Dr::Out<'c, Vec<<Self as crate::queryset::LoadOn<C, Dr>>::Row>>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr>,
            {
                crate::queryset::LoadOn::load_on(self, conn)
            }

            /// The only one.
            ///
            /// SQL: `LIMIT 2`.
            ///
            /// # Errors
            /// [`Error::DoesNotExist`](crate::Error::DoesNotExist),
            /// [`Error::MultipleObjectsReturned`](crate::Error::MultipleObjectsReturned), and
            /// those of [`load`](Self::load).
            pub fn get<'c, C, Dr: crate::driver::Driver>(
                &'c self,
                conn: &'c mut C,
            ) -> Dr::Out<'c, <Self as crate::queryset::LoadOn<C, Dr>>::One>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr, Row: 'c, One: 'c>
                    + crate::queryset::Selection,
            {
                Dr::then(
                    crate::queryset::LoadOn::load_top::<crate::load::statement::AnyTwo>(self, conn),
                    |rows| {
                        crate::queryset::terminal::only::<<Self as crate::queryset::Selection>::Model, _>(rows)
                            .map(<Self as crate::queryset::LoadOn<C, Dr>>::alone)
                    },
                )
            }

            /// The first of the order.
            ///
            /// SQL: `ORDER BY … LIMIT 1`.
            ///
            /// # Errors
            /// Those of [`load`](Self::load).
            pub fn first<'c, C, Dr: crate::driver::Driver>(
                &'c self,
                conn: &'c mut C,
            ) -> Dr::Out<'c, Option<<Self as crate::queryset::LoadOn<C, Dr>>::One>>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr, Row: 'c, One: 'c>,
            {
                Dr::then(
                    crate::queryset::LoadOn::load_top::<crate::load::statement::FromStart>(self, conn),
                    |mut rows| Ok(rows.pop().map(<Self as crate::queryset::LoadOn<C, Dr>>::alone)),
                )
            }

            /// How many there are.
            ///
            /// SQL: `SELECT COUNT(*) FROM (…)`.
            ///
            /// # Errors
            /// [`Error::Database`](crate::Error::Database).
            pub fn count<'c, C, Dr: crate::driver::Driver>(&'c self, conn: &'c mut C) -> Dr::Out<'c, i64>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr>,
            {
                crate::queryset::LoadOn::count_on(self, conn)
            }

            /// Whether there is one.
            ///
            /// # Errors
            /// [`Error::Database`](crate::Error::Database).
            pub fn exists<'c, C, Dr: crate::driver::Driver>(&'c self, conn: &'c mut C) -> Dr::Out<'c, bool>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr>,
            {
                crate::queryset::LoadOn::exists_on(self, conn)
            }

            /// One after another, as the database gives them.
            ///
            /// # Errors
            /// Those of [`load`](Self::load), at the call or for one of them.
            pub fn iterator<'c, C, Dr: crate::driver::Driver>(
                &'c self,
                conn: &'c mut C,
            ) -> Dr::Out<'c, <Self as crate::queryset::StreamOn<C, Dr>>::Stream<'c>>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::StreamOn<C, Dr>,
            {
                crate::queryset::StreamOn::iterate_on(self, conn)
            }
        }
    };
}
pub(super) use terminals;

/// Writes `last`.
macro_rules! last {
    (impl [$($params:tt)*] $ty:ty where $($bounds:tt)*) => {
        impl<$($params)*> $ty
        where
            $($bounds)*
        {
            /// The last of the order.
            ///
            /// SQL: the opposite order, `LIMIT 1`.
            ///
            /// # Errors
            /// Those of [`load`](Self::load).
            pub fn last<'c, C, Dr: crate::driver::Driver>(
                &'c self,
                conn: &'c mut C,
            ) -> Dr::Out<'c, Option<<Self as crate::queryset::LoadOn<C, Dr>>::One>>
            where
                Self: crate::queryset::DrivenBy<C, Dr> + crate::queryset::LoadOn<C, Dr, Row: 'c, One: 'c>,
            {
                Dr::then(
                    crate::queryset::LoadOn::load_top::<crate::load::statement::FromEnd>(self, conn),
                    |mut rows| Ok(rows.pop().map(<Self as crate::queryset::LoadOn<C, Dr>>::alone)),
                )
            }
        }
    };
}
pub(super) use last;
