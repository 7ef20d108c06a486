//! The time of a write: what `auto_now` and `auto_now_add` fill in.

/// The moment of a write, the same for all fields of a row.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    #[cfg(feature = "chrono")]
    utc: chrono::DateTime<chrono::Utc>,
}

impl Moment {
    /// Now. Databases keep microseconds: with nanoseconds the row in memory would be another
    /// than the one that was written.
    pub fn now() -> Self {
        Self {
            #[cfg(feature = "chrono")]
            utc: chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 6),
        }
    }
}

/// A type of time, which the clock can tell.
#[diagnostic::on_unimplemented(
    message = "the clock tells no `{Self}`",
    label = "`auto_now` and `auto_now_add` fill in a date, a time or both",
    note = "write a type of chrono: `DateTime<Utc>`, `NaiveDateTime` (of UTC), `NaiveDate` or `NaiveTime`"
)]
pub trait Now {
    /// The moment, by UTC.
    fn of(moment: Moment) -> Self;
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::{Moment, Now};

    impl Now for DateTime<Utc> {
        fn of(moment: Moment) -> Self {
            moment.utc
        }
    }
    impl Now for NaiveDateTime {
        fn of(moment: Moment) -> Self {
            moment.utc.naive_utc()
        }
    }
    impl Now for NaiveDate {
        fn of(moment: Moment) -> Self {
            moment.utc.date_naive()
        }
    }
    impl Now for NaiveTime {
        fn of(moment: Moment) -> Self {
            moment.utc.time()
        }
    }
}
