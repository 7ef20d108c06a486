//! B: a table that refers to itself. One root, two levels below it.

use orm_core::prelude::*;

use crate::models::*;
use crate::support::{Checked, store};

#[test]
fn b1_everyone_with_the_manager() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let employees = assert_num_queries!(conn, 1, {
        queryset!(Employee.order_by(employee_id).select_related(manager)).load(conn)?
    });
    let found: Vec<(&str, Option<i32>, Option<&str>)> = employees
        .iter()
        .map(|e| {
            (
                e.first_name.as_str(),
                e.reports_to,
                e.manager().map(|m| m.first_name.as_str()),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Andrew", None, None),
            ("Nancy", Some(1), Some("Andrew")),
            ("Jane", Some(2), Some("Nancy")),
            ("Margaret", Some(2), Some("Nancy")),
            ("Steve", Some(2), Some("Nancy")),
            ("Michael", Some(1), Some("Andrew")),
            ("Robert", Some(6), Some("Michael")),
            ("Laura", Some(6), Some("Michael")),
        ]
    );
    for (name, n) in [("Sales Support Agent", 3), ("IT Staff", 2)] {
        assert_eq!(
            queryset!(Employee.filter(title == name)).count(conn)?,
            n,
            "{name}"
        );
    }
    Ok(())
}

#[test]
fn b1_the_manager_by_a_batch_is_the_same() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let joined = queryset!(Employee.order_by(employee_id).select_related(manager)).load(conn)?;
    let batched = assert_num_queries!(conn, 2, {
        queryset!(Employee.order_by(employee_id).prefetch_related(manager)).load(conn)?
    });
    for (a, b) in joined.iter().zip(&batched) {
        assert_eq!(
            a.manager().map(|m| m.employee_id),
            b.manager().map(|m| m.employee_id)
        );
    }
    Ok(())
}

#[test]
fn b2_direct_reports() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let employees = assert_num_queries!(conn, 2, {
        queryset!(Employee.order_by(employee_id).prefetch_related(reports)).load(conn)?
    });
    let sizes: Vec<usize> = employees.iter().map(|e| e.reports().len()).collect();
    assert_eq!(sizes, [2, 3, 0, 0, 0, 2, 0, 0]);
    Ok(())
}

#[test]
fn b3_two_steps_up() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let under = queryset!(
        Employee
            .filter(manager.reports_to == 1)
            .order_by(employee_id)
    );
    let ids: Vec<i32> = under.load(conn)?.iter().map(|e| e.employee_id).collect();
    assert_eq!(ids, [3, 4, 5, 7, 8]);
    assert_eq!(under.count(conn)?, 5);
    // The same by the key at the end of two hops.
    assert_eq!(
        queryset!(Employee.filter(manager.manager.employee_id == 1)).count(conn)?,
        5
    );
    Ok(())
}

#[test]
fn b4_customers_whose_representative_reports_to_2() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Customer.filter(support_rep.reports_to == 2)).count(conn)?,
        59
    );
    let nancys = queryset!(Customer.filter(support_rep.manager.first_name == "Nancy"));
    assert_eq!(nancys.count(conn)?, 59);
    Ok(())
}

#[test]
fn b5_and_b6_unequal_leaves_the_root_out_and_exclude_keeps_it() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    let title = "General Manager";
    assert_eq!(
        queryset!(Employee.filter(manager.title != title)).count(conn)?,
        5
    );
    assert_eq!(
        queryset!(Employee.exclude(manager.title == title)).count(conn)?,
        6
    );
    assert_eq!(
        queryset!(Employee.filter(!(manager.title == title))).count(conn)?,
        6
    );
    Ok(())
}

#[test]
fn h_roots_leaves_and_those_with_two_levels_below() -> Checked {
    let Some(conn) = &mut store() else {
        return Ok(());
    };
    assert_eq!(
        queryset!(Employee.filter(reports_to.is_null())).count(conn)?,
        1
    );
    assert_eq!(queryset!(Employee.filter(reports.none())).count(conn)?, 5);
    assert_eq!(
        queryset!(Employee.filter(reports.any(reports.any()))).count(conn)?,
        1
    );
    Ok(())
}
