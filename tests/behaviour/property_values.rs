//! Random filters under annotations, aggregates, groups, slices and sets, against the same
//! asked of the rows in Rust.

use std::collections::BTreeMap;

use orm_core::prelude::*;

use super::property::{Ask, Node, grow, nodes, three, truth};
use crate::support::*;

/// The rows that a filter with this condition gives.
fn met<'r>(ask: &Ask, rows: &'r [Node]) -> Vec<&'r Node> {
    let met = |row: &&Node| truth(ask, row, rows).is_none_or(|truth| truth == Some(true));
    rows.iter().filter(met).collect()
}

/// Asks again and again, for so many seconds at most.
fn asked_often(seed: u64, times: usize, mut ask: impl FnMut(&mut Dice, &mut Conn, &[Node])) {
    let mut dice = Dice::new(seed);
    let begun = std::time::Instant::now();
    let mut asked = 0;
    while asked < times && (asked < 60 || begun.elapsed().as_secs() < 4) {
        let (mut conn, rows) = nodes(&mut dice, 20);
        for _ in 0..30 {
            asked += 1;
            ask(&mut dice, &mut conn, &rows);
        }
    }
}

#[test]
fn annotations_agree_with_rust() {
    asked_often(0xa77, 600, |dice, conn, rows| {
        let (ask, least) = (grow(dice, 3), dice.below(5) as i32);
        let children = |row: &Node| -> Vec<Node> {
            let mine = |node: &&Node| node.parent_id == Some(row.id);
            rows.iter().filter(mine).cloned().collect()
        };
        let found = queryset!(
            Node.filter({ three(&ask) })
                .annotate(
                    n = count(children),
                    numbers = count(children.number),
                    different = count_distinct(children.number),
                    large = count(children).filter(children.number >= least),
                    total = sum(children.number),
                    grand = count(children.children),
                    least = min(children.number),
                )
                .filter(n != 1 || total > 1)
                .order_by(-n, id)
        )
        .load(conn)
        .unwrap();
        let mut wanted: Vec<_> = met(&ask, rows)
            .into_iter()
            .map(|row| {
                let children = children(row);
                let numbers: Vec<i32> = children.iter().filter_map(|node| node.number).collect();
                let mut different = numbers.clone();
                different.sort_unstable();
                different.dedup();
                let grand = rows
                    .iter()
                    .filter(|node| {
                        children
                            .iter()
                            .any(|child| node.parent_id == Some(child.id))
                    })
                    .count();
                let total: i64 = numbers.iter().copied().map(i64::from).sum();
                (
                    row.id,
                    children.len() as i64,
                    numbers.len() as i64,
                    different.len() as i64,
                    numbers.iter().filter(|number| **number >= least).count() as i64,
                    (!numbers.is_empty()).then_some(total),
                    grand as i64,
                    numbers.iter().min().copied(),
                )
            })
            .filter(|row| row.1 != 1 || row.5 > Some(1))
            .collect();
        wanted.sort_by_key(|row| (-row.1, row.0));
        let found: Vec<_> = found
            .iter()
            .map(|row| {
                (
                    row.id,
                    row.n,
                    row.numbers,
                    row.different,
                    row.large,
                    row.total,
                    row.grand,
                    row.least,
                )
            })
            .collect();
        assert_eq!(found, wanted, "{ask:?} on {rows:?}");
    });
}

#[test]
fn aggregates_and_groups_agree_with_rust() {
    asked_often(0x9709, 600, |dice, conn, rows| {
        let ask = grow(dice, 3);
        let rows_met = met(&ask, rows);
        let all = queryset!(Node.filter({ three(&ask) }).aggregate(
            n = count(),
            numbers = count(number),
            total = sum(number),
            largest = max(parent.number),
            mean = avg(number),
        ))
        .get(conn)
        .unwrap();
        let numbers: Vec<i32> = rows_met.iter().filter_map(|row| row.number).collect();
        let total: i64 = numbers.iter().copied().map(i64::from).sum();
        let some = (!numbers.is_empty()).then_some(total);
        let parents = rows_met.iter().filter_map(|row| {
            let parent = rows.iter().find(|node| Some(node.id) == row.parent_id)?;
            parent.number
        });
        assert_eq!(
            (all.n, all.numbers, all.total, all.largest),
            (
                rows_met.len() as i64,
                numbers.len() as i64,
                some,
                parents.max()
            ),
            "{ask:?} on {rows:?}"
        );
        let mean = some.map(|total| total as f64 / numbers.len() as f64);
        assert!((all.mean.unwrap_or(0.0) - mean.unwrap_or(0.0)).abs() < 0.001);

        let mut groups: BTreeMap<Option<i32>, (i64, Option<i32>)> = BTreeMap::new();
        for row in &rows_met {
            let group = groups.entry(row.number).or_default();
            group.0 += 1;
            group.1 = group.1.max(Some(row.id));
        }
        groups.retain(|_, group| group.0 > 1);
        let found = queryset!(
            Node.filter({ three(&ask) })
                .group_by(number)
                .annotate(n = count(), last = max(id))
                .filter(n > 1)
                .order_by(number)
        )
        .load(conn)
        .unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|row| (row.number, (row.n, row.last)))
            .collect();
        let groups: Vec<_> = groups.into_iter().collect();
        assert_eq!(found, groups, "{ask:?} on {rows:?}");
    });
}

#[test]
fn slices_values_and_sets_agree_with_rust() {
    asked_often(0x511ce, 600, |dice, conn, rows| {
        let (one, other) = (grow(dice, 3), grow(dice, 3));
        let (from, to) = (dice.below(4), dice.below(12));
        let mut ordered = met(&one, rows);
        ordered.sort_by_key(|row| (row.number, std::cmp::Reverse(row.id)));
        let page: Vec<&Node> = ordered
            .into_iter()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect();
        let found = queryset!(
            Node.filter({ three(&one) })
                .order_by(number, -id)
                .values_list(id, parent.number)[from..to]
        )
        .load(conn)
        .unwrap();
        let wanted: Vec<(i32, Option<i32>)> = page
            .iter()
            .map(|row| {
                let parent = rows.iter().find(|node| Some(node.id) == row.parent_id);
                (row.id, parent.and_then(|parent| parent.number))
            })
            .collect();
        assert_eq!(found, wanted, "{one:?} [{from}..{to}] on {rows:?}");

        let refined = queryset!(
            Node.filter({ three(&one) }).order_by(number, -id)[from..to].filter({ three(&other) })
        );
        let kept: Vec<i32> = page
            .iter()
            .filter(|row| truth(&other, row, rows).is_none_or(|truth| truth == Some(true)))
            .map(|row| row.id)
            .collect();
        assert_eq!(
            keys(&refined.load(conn).unwrap()),
            kept,
            "{one:?} [{from}..{to}] {other:?} on {rows:?}"
        );

        let (left, right) = (met(&one, rows), met(&other, rows));
        let (left_rows, right_rows) = (
            queryset!(Node.filter({ three(&one) })),
            queryset!(Node.filter({ three(&other) })),
        );
        let has = |rows: &[&Node], id: i32| rows.iter().any(|row| row.id == id);
        let wanted = |test: fn(bool, bool) -> bool| -> Vec<i32> {
            let ids = rows.iter().map(|row| row.id);
            ids.filter(|id| test(has(&left, *id), has(&right, *id)))
                .collect()
        };
        let (l, r) = (left_rows.clone(), right_rows.clone());
        let union = queryset!(l.union(r).order_by(id));
        assert_eq!(keys(&union.load(conn).unwrap()), wanted(|a, b| a || b));
        let (l, r) = (left_rows.clone(), right_rows.clone());
        let both = queryset!(l.intersect(r).order_by(id));
        assert_eq!(keys(&both.load(conn).unwrap()), wanted(|a, b| a && b));
        let except = queryset!(left_rows.except(right_rows).order_by(id));
        assert_eq!(keys(&except.load(conn).unwrap()), wanted(|a, b| a && !b));
    });
}
