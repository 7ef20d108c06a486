//! Errors of ours as Diesel's, and back: `?` works in Diesel's transactions and in ours.

use super::Error;

impl From<diesel::result::Error> for Error {
    /// Errors of ours that travelled through Diesel come back as themselves.
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::Error::{DeserializationError, QueryBuilderError};
        match error {
            DeserializationError(inner) => match inner.downcast::<Self>() {
                Ok(ours) => *ours,
                Err(inner) => Self::Database(DeserializationError(inner)),
            },
            QueryBuilderError(inner) => match inner.downcast::<Self>() {
                Ok(ours) => *ours,
                Err(inner) => Self::Database(QueryBuilderError(inner)),
            },
            other => Self::Database(other),
        }
    }
}

impl From<Error> for diesel::result::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(error) => error,
            Error::Violation(violation) => (*violation).into(),
            Error::DoesNotExist { .. } => Self::NotFound,
            Error::Slice { .. }
            | Error::OrderName { .. }
            | Error::Page { .. }
            | Error::Cursor(_)
            | Error::NoTransaction
            | Error::NoFilter { .. }
            | Error::Restricted { .. }
            | Error::CascadeCircle { .. }
            | Error::UncalledHooks { .. }
            | Error::SetsKey { .. }
            | Error::StaleRow { .. }
            | Error::NoRowLocks
            | Error::NoExplain { .. }
            | Error::TransactionOpen { .. }
            | Error::RolledBack
            | Error::OwnInstrumentation
            | Error::Invalid(_) => Self::QueryBuilderError(Box::new(error)),
            other => Self::DeserializationError(Box::new(other)),
        }
    }
}
