//! Scopes: on what a value depends, as a type. A value of one row can filter rows; an
//! aggregate of the rows themselves, or a window over them, cannot.
//!
//! Scopes are put together by associated types alone, so that no node needs a bound more.

use std::marker::PhantomData;

/// On what a node depends.
pub trait Scope: 'static {
    /// On nothing: values alone.
    const FREE: bool = false;
    /// On rows of a to-many relation.
    const MANY: bool = false;
    /// On this, and on what `B` says.
    type With<B: Scope>: Scope;
    /// With a value of one row.
    type WithRow: Scope;
    /// With an aggregate of the rows.
    type WithGroup: Scope;
    /// With a window over the rows.
    type WithWindow: Scope;
    /// With a column that groups are not made by.
    type WithUngrouped: Scope;
    /// With rows of relation `R` seen from `P`.
    type WithMany<P: 'static, R: 'static>: Scope;
    /// Of a path in this scope, one to-many relation further.
    type Each<P: 'static, R: 'static>: Scope;
    /// Of a value in this scope, once it is one of a group.
    type Grouped: Scope;
}

/// Values alone: it can stand anywhere.
pub struct Free;
/// A row of the queryset.
pub struct InRow;
/// An aggregate of the queryset's own rows.
pub struct InGroup;
/// A window over the queryset's own rows.
pub struct InWindow;
/// A window, and besides it an aggregate of all rows, or a column that groups are not made by.
pub struct Mixed;
/// A column of rows that were grouped: it has no one value for a group.
pub struct Ungrouped;
/// Rows of to-many relation `R`, seen from `P`: what an aggregate takes together.
pub struct InMany<P, R>(PhantomData<fn() -> (P, R)>);
/// Rows of a to-many relation, and besides them those of another, or of the same.
pub struct InBoth<P, R, B>(PhantomData<fn() -> (P, R, B)>);

impl Scope for Free {
    const FREE: bool = true;
    type With<B: Scope> = B;
    type WithRow = InRow;
    type WithGroup = InGroup;
    type WithWindow = InWindow;
    type WithUngrouped = Ungrouped;
    type WithMany<P: 'static, R: 'static> = InMany<P, R>;
    type Each<P: 'static, R: 'static> = InMany<P, R>;
    type Grouped = InRow;
}
impl Scope for InRow {
    type With<B: Scope> = B::WithRow;
    type WithRow = InRow;
    type WithGroup = InGroup;
    type WithWindow = InWindow;
    type WithUngrouped = Ungrouped;
    type WithMany<P: 'static, R: 'static> = InMany<P, R>;
    type Each<P: 'static, R: 'static> = InMany<P, R>;
    type Grouped = InRow;
}
impl Scope for InGroup {
    type With<B: Scope> = B::WithGroup;
    type WithRow = InGroup;
    type WithGroup = InGroup;
    type WithWindow = Mixed;
    type WithUngrouped = Ungrouped;
    type WithMany<P: 'static, R: 'static> = InBoth<P, R, Self>;
    type Each<P: 'static, R: 'static> = InMany<P, R>;
    type Grouped = InRow;
}
impl Scope for InWindow {
    type With<B: Scope> = B::WithWindow;
    type WithRow = InWindow;
    type WithGroup = Mixed;
    type WithWindow = InWindow;
    type WithUngrouped = Mixed;
    type WithMany<P: 'static, R: 'static> = InBoth<P, R, Self>;
    type Each<P: 'static, R: 'static> = InMany<P, R>;
    type Grouped = Self;
}
impl Scope for Ungrouped {
    type With<B: Scope> = B::WithUngrouped;
    type WithRow = Ungrouped;
    type WithGroup = Ungrouped;
    type WithWindow = Mixed;
    type WithUngrouped = Ungrouped;
    type WithMany<P: 'static, R: 'static> = InBoth<P, R, Self>;
    type Each<P: 'static, R: 'static> = InMany<P, R>;
    type Grouped = Self;
}
impl Scope for Mixed {
    type With<B: Scope> = Self;
    type WithRow = Self;
    type WithGroup = Self;
    type WithWindow = Self;
    type WithUngrouped = Self;
    type WithMany<P: 'static, R: 'static> = Self;
    type Each<P: 'static, R: 'static> = Self;
    type Grouped = Self;
}
impl<P: 'static, R: 'static> Scope for InMany<P, R> {
    const MANY: bool = true;
    type With<B: Scope> = B::WithMany<P, R>;
    type WithRow = Self;
    type WithGroup = InBoth<P, R, InGroup>;
    type WithWindow = InBoth<P, R, InWindow>;
    type WithUngrouped = InBoth<P, R, Ungrouped>;
    type WithMany<P2: 'static, R2: 'static> = InBoth<P2, R2, Self>;
    type Each<P2: 'static, R2: 'static> = Self;
    type Grouped = Self;
}
impl<P: 'static, R: 'static, B: Scope> Scope for InBoth<P, R, B> {
    const MANY: bool = true;
    type With<C: Scope> = InBoth<P, R, B::With<C>>;
    type WithRow = Self;
    type WithGroup = InBoth<P, R, B::WithGroup>;
    type WithWindow = InBoth<P, R, B::WithWindow>;
    type WithUngrouped = InBoth<P, R, B::WithUngrouped>;
    type WithMany<P2: 'static, R2: 'static> = InBoth<P2, R2, Self>;
    type Each<P2: 'static, R2: 'static> = Self;
    type Grouped = Self;
}

/// What a condition may depend on that chooses among rows.
#[diagnostic::on_unimplemented(
    message = "this condition cannot choose among these rows: it depends on other rows than the one it is asked for",
    label = "not a value of one row",
    note = "an aggregate of a relation is: `count(tracks) > 3`",
    note = "groups are filtered by what they are grouped by, and by aggregates under the name that `.annotate(n = …)` gave them",
    note = "so are rows by windows: `.annotate(r = row_number().over(…)).filter(r <= 3)`"
)]
pub trait OfRows {}
#[diagnostic::do_not_recommend]
impl OfRows for Free {}
#[diagnostic::do_not_recommend]
impl OfRows for InRow {}
#[diagnostic::do_not_recommend]
impl OfRows for Ungrouped {}
#[diagnostic::do_not_recommend]
impl<P, R> OfRows for InMany<P, R> {}
#[diagnostic::do_not_recommend]
impl<P, R, B: OfRows> OfRows for InBoth<P, R, B> {}

/// One relation's rows: what an aggregate takes together, where it is of a relation.
#[diagnostic::on_unimplemented(
    message = "an aggregate takes the rows of one relation together, and these are of several",
    label = "rows of several to-many relations",
    note = "write an aggregate for each of them: `sum(a.x) + sum(b.y)`"
)]
pub trait SameMany<P, R> {}
#[diagnostic::do_not_recommend]
impl<P, R> SameMany<P, R> for Free {}
#[diagnostic::do_not_recommend]
impl<P, R> SameMany<P, R> for InRow {}
#[diagnostic::do_not_recommend]
impl<P, R> SameMany<P, R> for InMany<P, R> {}
#[diagnostic::do_not_recommend]
impl<P, R, B: SameMany<P, R>> SameMany<P, R> for InBoth<P, R, B> {}

/// On what a node depends.
pub type ScopeOf<N> = <N as super::Node>::Scope;

/// What stands beside a group: what groups are made by, and aggregates.
#[diagnostic::on_unimplemented(
    message = "a group has many rows, and this is a column of one of them",
    label = "not one value for a group",
    note = "aggregate it, `max(price)`, or make the groups by it, `.group_by(price)`"
)]
pub trait OfGroups {}
#[diagnostic::do_not_recommend]
impl OfGroups for Free {}
#[diagnostic::do_not_recommend]
impl OfGroups for InRow {}
#[diagnostic::do_not_recommend]
impl OfGroups for InGroup {}

#[diagnostic::do_not_recommend]
impl OfGroups for InWindow {}

/// What a window looks over: values of rows.
#[diagnostic::on_unimplemented(
    message = "a window looks over rows, and this is an aggregate of them or another window",
    label = "not a value of a row",
    note = "of groups give the aggregate a name first: `.annotate(n = count()).annotate(r = rank().over(order_by(-n)))`"
)]
pub trait OverRows {}
#[diagnostic::do_not_recommend]
impl OverRows for Free {}
#[diagnostic::do_not_recommend]
impl OverRows for InRow {}

/// What `aggregate` gives of all rows: aggregates.
#[diagnostic::on_unimplemented(
    message = "`aggregate` gives one value of all rows, and this is a value of one of them",
    label = "not an aggregate",
    note = "write `max(price)`, `sum(price)`, `count()`; values of each row are `.values(…)` or `.annotate(…)`"
)]
pub trait OfAll {}
#[diagnostic::do_not_recommend]
impl OfAll for Free {}
#[diagnostic::do_not_recommend]
impl OfAll for InGroup {}

/// What rows, or groups, are ordered by.
#[diagnostic::on_unimplemented(
    message = "this is not one value of what is ordered: an aggregate of the rows themselves, or a column that groups are not made by",
    label = "not an order of these rows",
    note = "an aggregate of a relation is: `order_by(-count(tracks))`; groups are ordered by what they are made by, and by the names that `.annotate(n = …)` gave"
)]
pub trait Orders {}
#[diagnostic::do_not_recommend]
impl Orders for Free {}
#[diagnostic::do_not_recommend]
impl Orders for InRow {}
#[diagnostic::do_not_recommend]
impl Orders for InWindow {}
