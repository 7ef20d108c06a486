//! Keyset pages by every type of column that has a place in an order, NULLs included.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm_core::Error;
use orm_core::error::CursorFault;
use orm_core::prelude::*;
use orm_core::queryset::Cursor;
use uuid::Uuid;

use super::keyset::walk;
use crate::support::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HallId(i64);

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token(Uuid);

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Open,
    OnHold,
    Closed,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[choice(integer)]
#[repr(i16)]
pub enum Urgency {
    Whenever = -1,
    Soon = 10,
    Now = 20,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
#[choice(postgres_enum = "mood")]
pub enum Mood {
    Sad,
    Fine,
    Angry,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shows", ordering(id))]
pub struct Show {
    pub id: i32,
    pub day: NaiveDate,
    pub day_then: Option<NaiveDate>,
    pub time: NaiveTime,
    pub time_then: Option<NaiveTime>,
    pub at: NaiveDateTime,
    pub at_then: Option<NaiveDateTime>,
    pub instant: DateTime<Utc>,
    pub instant_then: Option<DateTime<Utc>>,
    pub price: BigDecimal,
    pub price_then: Option<BigDecimal>,
    pub mark: Uuid,
    pub mark_then: Option<Uuid>,
}

fn shows() -> Conn {
    database(
        "CREATE TABLE shows (id INTEGER PRIMARY KEY, day DATE NOT NULL, day_then DATE,
            time TIME NOT NULL, time_then TIME, at TIMESTAMP NOT NULL, at_then TIMESTAMP,
            instant TIMESTAMPTZ NOT NULL, instant_then TIMESTAMPTZ, price NUMERIC NOT NULL,
            price_then NUMERIC, mark UUID NOT NULL, mark_then UUID);
         INSERT INTO shows VALUES
            (1, '2024-02-29', NULL, '20:00:00', NULL, '2024-02-29 20:00:00', NULL,
                INSTANT '2024-02-29 20:00:00', NULL, 9.90, NULL,
                UUID '00000000000000000000000000000027', NULL),
            (2, '2024-02-29', '2024-01-01', '20:00:00.5', '00:00:00', '2024-02-29 20:00:00.5',
                '2024-01-01 00:00:00', INSTANT '2024-02-29 20:00:00.5',
                INSTANT '2024-01-01 00:00:00', 0.1, 0.3,
                UUID '00000000000000000000000000000027', UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'),
            (3, '1969-12-31', '2024-01-01', '23:59:59.999999', '00:00:00', '1969-12-31 23:59:59.999999',
                '2024-01-01 00:00:00', INSTANT '1985-12-31 23:59:59.999999',
                INSTANT '2024-01-01 00:00:00', -0.25, 0.3,
                UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'),
            (4, '9999-12-31', NULL, '00:00:00', NULL, '9999-12-31 23:59:59', NULL,
                INSTANT '2030-12-31 23:59:59', NULL, 12345678.25, NULL,
                UUID '00000000000000000000000000000000', NULL),
            (5, '0001-01-01', '0001-01-01', '20:00:00.000001', '20:00:00.000001',
                '2024-02-29 20:00:00.000001', '2024-02-29 20:00:00.000001',
                INSTANT '2024-02-29 20:00:00.000001', INSTANT '2024-02-29 20:00:00.000001',
                9.9, 9.9, UUID '61000000000000000000000000000000', UUID '00000000000000000000000000000001')",
    )
}

/// Forwards and backwards, up and down, NULLs first and last.
macro_rules! by_both {
    ($conn:ident, $model:ident: $up:expr, $($always:ident $maybe:ident),* $(,)?) => { $(
        let up = walk!($conn, queryset!($model.order_by($always)));
        assert_eq!(up, $up[stringify!($always)], "{}", stringify!($always));
        let down = walk!($conn, queryset!($model.order_by(-$always, -id)));
        assert!(down.iter().rev().eq(&up), "{}: {down:?}", stringify!($always));
        walk!($conn, queryset!($model.order_by($maybe)));
        walk!($conn, queryset!($model.order_by(-$maybe)));
        walk!($conn, queryset!($model.order_by($maybe.nulls_last(), -$always)));
        walk!($conn, queryset!($model.order_by((-$maybe).nulls_first(), $always).reverse()));
    )* };
}

fn orders<const N: usize>(
    orders: [(&'static str, [i32; 5]); N],
) -> std::collections::HashMap<&'static str, [i32; 5]> {
    orders.into()
}

#[test]
fn dates_times_decimals_and_uuids() {
    let conn = &mut shows();
    let up = orders([
        ("day", [5, 3, 1, 2, 4]),
        ("time", [4, 1, 5, 2, 3]),
        ("at", [3, 1, 5, 2, 4]),
        ("instant", [3, 1, 5, 2, 4]),
        ("price", [3, 2, 1, 5, 4]),
        ("mark", [4, 1, 2, 5, 3]),
    ]);
    by_both!(conn, Show: up,
        day day_then, time time_then, at at_then, instant instant_then, price price_then,
        mark mark_then,
    );
    walk!(
        conn,
        queryset!(Show.order_by(-day, at_then, price, -mark_then))
    );
}

/// A cursor is a place also among rows that came later, and of values that no row has.
#[test]
fn a_place_between_rows() {
    let conn = &mut shows();
    let by_at = queryset!(Show.order_by(at));
    let page = by_at.page_after(None, 3, conn).unwrap();
    assert_eq!(keys(&page.items), [3, 1, 5]);
    run(conn, "DELETE FROM shows WHERE id = 5");
    let next = by_at.page_after(page.next.as_ref(), 3, conn).unwrap();
    assert_eq!(keys(&next.items), [2, 4]);
    let by_price = queryset!(Show.order_by(-price));
    let page = by_price.page_after(None, 1, conn).unwrap();
    // A place of one type is none of another's.
    let wrong = by_at.page_after(page.next.as_ref(), 1, conn).unwrap_err();
    assert!(matches!(wrong, Error::Cursor(CursorFault::OtherOrder)));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "halls", ordering(-urgency))]
pub struct Hall {
    pub id: HallId,
    pub urgency: Urgency,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "seats")]
pub struct Seat {
    pub id: Token,
    pub place: i32,
    #[model(foreign_key = Hall)]
    pub hall_id: HallId,
    #[model(foreign_key = Hall)]
    pub hall_then_id: Option<HallId>,
    pub code: Code,
    pub code_then: Option<Code>,
    pub token: Token,
    pub token_then: Option<Token>,
    pub state: State,
    pub state_then: Option<State>,
    pub urgency: Urgency,
    pub urgency_then: Option<Urgency>,
    pub mood: Mood,
    pub mood_then: Option<Mood>,
}

fn seats() -> Conn {
    let mut conn = connect();
    if DIALECT == Dialect::Postgres {
        run(
            &mut conn,
            "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'fine', 'angry')",
        );
    }
    let mood = on("TEXT", "pg_temp.mood", "VARCHAR(20)");
    run(
        &mut conn,
        &format!(
            "CREATE TABLE halls (id BIGINT PRIMARY KEY, urgency SMALLINT NOT NULL);
             CREATE TABLE seats (id UUID PRIMARY KEY, place INTEGER NOT NULL,
                hall_id BIGINT NOT NULL, hall_then_id BIGINT, code KEYTEXT NOT NULL, code_then KEYTEXT,
                token UUID NOT NULL, token_then UUID, state TEXT NOT NULL, state_then TEXT,
                urgency SMALLINT NOT NULL, urgency_then SMALLINT,
                mood {mood} NOT NULL, mood_then {mood});
             INSERT INTO halls VALUES (1, 20), (2, -1), (3, 20), (4, 10);
             INSERT INTO seats VALUES
                (UUID '00000000000000000000000000000005', 1, 2, NULL, 'b', NULL,
                    UUID '00000000000000000000000000000027', NULL, 'open', NULL, 20, NULL, 'fine', NULL),
                (UUID '00000000000000000000000000000004', 2, 2, 1, 'a', 'x',
                    UUID '00000000000000000000000000000027', UUID '00000000000000000000000000000001',
                    'open', 'open', -1, 10, 'fine', 'sad'),
                (UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 3, 1, 1, 'it''s', 'x',
                    UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', UUID '00000000000000000000000000000001',
                    'on_hold', 'open', 10, 10, 'sad', 'sad'),
                (UUID '00000000000000000000000000000000', 4, 9223372036854775807, NULL, '', NULL,
                    UUID '00000000000000000000000000000000', NULL, 'closed', NULL, 20, NULL, 'angry', NULL)",
        ),
    );
    conn
}

#[test]
fn keys_and_choices_of_types_of_ones_own() {
    let conn = &mut seats();
    let place = |row: &SeatRow| row.place;
    assert_eq!(walk!(conn, Seat, |row| place(row)), [4, 2, 1, 3]);
    macro_rules! by {
        ($always:ident $maybe:ident $up:expr) => {
            let up = walk!(conn, queryset!(Seat.order_by($always)), |row| place(row));
            assert_eq!(up, $up, "{}", stringify!($always));
            let down = queryset!(Seat.order_by(-$always, -id));
            let down = walk!(conn, down, |row| place(row));
            assert!(down.iter().rev().eq(&up), "{}", stringify!($always));
            let nulls = queryset!(Seat.order_by($maybe));
            walk!(conn, nulls, |row| place(row));
            let nulls = queryset!(Seat.order_by(-$maybe, $always));
            walk!(conn, nulls, |row| place(row));
            let nulls = queryset!(Seat.order_by($maybe.nulls_last(), -$always).reverse());
            walk!(conn, nulls, |row| place(row));
            let nulls = queryset!(Seat.order_by((-$maybe).nulls_first()));
            walk!(conn, nulls, |row| place(row));
        };
    }
    by!(hall_id hall_then_id [3, 2, 1, 4]);
    by!(code code_then [4, 2, 1, 3]);
    by!(token token_then [4, 2, 1, 3]);
    by!(state state_then [4, 3, 2, 1]);
    by!(urgency urgency_then [2, 3, 4, 1]);
    // PostgreSQL's enum has the order in which it was declared; elsewhere it is text.
    by!(mood mood_then on([4, 2, 1, 3], [3, 2, 1, 4], [4, 2, 1, 3]));
    let mixed = queryset!(Seat.order_by(-mood_then, state, token_then.nulls_last(), -urgency));
    walk!(conn, mixed, |row| place(row));
    let through = queryset!(Seat.order_by(hall_then.urgency, -hall_then_id));
    walk!(conn, through, |row| place(row));
}

#[test]
fn a_models_own_order_by_a_choice() {
    let conn = &mut seats();
    let wanted = [HallId(1), HallId(3), HallId(4), HallId(2)];
    assert_eq!(walk!(conn, Hall), wanted);
}
