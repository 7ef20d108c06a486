//! The local structs that `queryset!` writes for values: here, since a macro does not know
//! whether the feature `serde` is on.

/// A struct of values.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __values_struct {
    ($name:ident [$($param:ident),*] { $($field:ident : $ty:ident),* }) => {
        #[allow(dead_code, non_snake_case)]
        #[derive(Debug, Clone, PartialEq)]
        struct $name<$($param),*> { $($field: $ty),* }
    };
}
/// The same, which serializes.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __values_struct {
    ($name:ident [$($param:ident),*] { $($field:ident : $ty:ident),* }) => {
        #[allow(dead_code, non_snake_case)]
        #[derive(Debug, Clone, PartialEq, $crate::__private::serde::Serialize)]
        #[serde(crate = "::orm_core::__private::serde")]
        struct $name<$($param),*> { $($field: $ty),* }
    };
}

/// A row with values beside it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __row_struct {
    ($name:ident [$($param:ident),*] { $($field:ident : $ty:ident),* }) => {
        #[allow(dead_code, non_snake_case)]
        #[derive(Debug, Clone, PartialEq)]
        struct $name<R, $($param),*> { __row: R, $($field: $ty),* }
        $crate::__row_deref! { $name [$($param),*] }
    };
}
/// The same, which serializes as one object.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __row_struct {
    ($name:ident [$($param:ident),*] { $($field:ident : $ty:ident),* }) => {
        #[allow(dead_code, non_snake_case)]
        #[derive(Debug, Clone, PartialEq, $crate::__private::serde::Serialize)]
        #[serde(crate = "::orm_core::__private::serde")]
        struct $name<R, $($param),*> { #[serde(flatten)] __row: R, $($field: $ty),* }
        $crate::__row_deref! { $name [$($param),*] }
    };
}

/// A row with values beside it is the row.
#[doc(hidden)]
#[macro_export]
macro_rules! __row_deref {
    ($name:ident [$($param:ident),*]) => {
        impl<R, $($param),*> $crate::__private::Deref for $name<R, $($param),*> {
            type Target = R;
            fn deref(&self) -> &R {
                &self.__row
            }
        }
    };
}
