//! Every write on an enum of connections, by itself and out of a pool.

use diesel::r2d2::{ConnectionManager, Pool};
use orm_core::backend::Dialect;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;
use orm_core::write::Linked;
use orm_core::{Error, Hooked, Hooks, atomic};

use crate::multi::{AnyConnection, connect};
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "plants",
    has_many(visits = Visit::plant),
    many_to_many(soils = Soil, through = PlantSoil),
    new(Debug, Clone)
)]
pub struct Plant {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub height: f64,
    #[model(db_default = "3")]
    pub pots: i32,
    #[model(auto_now)]
    pub seen: chrono::NaiveDateTime,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "visits", hooks(insert, update))]
pub struct Visit {
    pub id: i32,
    #[model(foreign_key = Plant, on_delete = "cascade")]
    pub plant_id: i32,
    pub note: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "soils")]
pub struct Soil {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "plant_soils", unique(plant_id, soil_id))]
pub struct PlantSoil {
    pub id: i32,
    #[model(foreign_key = Plant)]
    pub plant_id: i32,
    #[model(foreign_key = Soil)]
    pub soil_id: i32,
}

/// Counts the visits on the plant, on the enum.
impl Hooks<AnyConnection> for Visit {
    fn after_insert(row: &Self, conn: &mut AnyConnection) -> Hooked {
        let key = row.plant_id;
        queryset!(Plant.filter(id == key).update(pots = F(pots) + 1)).run(conn)?;
        Ok(())
    }
    fn after_update(row: &Self, _: &mut AnyConnection) -> Hooked {
        match row.note.is_empty() {
            true => Err("a note says something".into()),
            false => Ok(()),
        }
    }
}

fn garden(dialect: Dialect) -> Place {
    let (id, key) = match dialect {
        Dialect::Sqlite => ("INTEGER PRIMARY KEY", "TEXT"),
        Dialect::Postgres => ("SERIAL PRIMARY KEY", "TEXT"),
        _ => ("INTEGER PRIMARY KEY AUTO_INCREMENT", "VARCHAR(99)"),
    };
    let moment = match dialect {
        Dialect::Mysql => "DATETIME(6)",
        _ => "TIMESTAMP",
    };
    Place::with(
        dialect,
        &format!(
            "CREATE TABLE plants (id {id}, name {key} NOT NULL UNIQUE, height DOUBLE PRECISION NOT NULL,
                pots INTEGER NOT NULL DEFAULT 3, seen {moment} NOT NULL);
             CREATE TABLE visits (id {id}, plant_id INTEGER NOT NULL, note TEXT NOT NULL);
             CREATE TABLE soils (id {id}, name {key} NOT NULL);
             CREATE TABLE plant_soils (id {id}, plant_id INTEGER NOT NULL, soil_id INTEGER NOT NULL,
                UNIQUE (plant_id, soil_id));
             INSERT INTO soils (name) VALUES ('sand'), ('peat');"
        ),
    )
}

macro_rules! every_write {
    ($conn:expr) => {{
        let conn = $conn;
        let fern = queryset!(Plant.create(name = "Fern", height = 0.5))
            .run(conn)
            .unwrap();
        assert_eq!((fern.id, fern.pots), (1, 3));
        let new = (0..150).map(|n| NewPlant::new(format!("Plant {n}"), f64::from(n)));
        let plants = Plant.bulk_create(new).run(conn).unwrap();
        assert_eq!(
            (plants.len(), plants[149].name.as_str()),
            (150, "Plant 149")
        );
        assert!(plants.iter().zip(2..).all(|(plant, id)| plant.id == id));

        let (same, created) = queryset!(Plant.get_or_create(name = "Fern").defaults(height = 9.0))
            .run(conn)
            .unwrap();
        assert!(!created && same.height == 0.5);
        let (moss, created) =
            queryset!(Plant.update_or_create(name = "Moss").defaults(height = 0.1))
                .run(conn)
                .unwrap();
        assert!(created && moss.pots == 3);
        let both = || ["Fern", "Ivy"].map(|name| NewPlant::new(name, 2.0));
        let kept = queryset!(Plant.bulk_create(both()).on_conflict(name).ignore());
        assert_eq!(kept.run(conn).unwrap().ignored, [0]);
        let set = queryset!(Plant.bulk_create(both()).on_conflict(name).update(height));
        assert_eq!(set.run(conn).unwrap()[0].height, 2.0);

        let fern = &queryset!(fern.update(pots = F(pots) * 2, height = 1.5))
            .run(conn)
            .unwrap();
        assert_eq!((fern.pots, fern.height), (6, 1.5));
        let mut some = plants.into_models();
        some.truncate(70);
        for plant in &mut some {
            plant.height += 100.0;
        }
        some[7].id = 5000;
        let update = queryset!(Plant.bulk_update(&some, height, pots = F(pots) + 1));
        let update = update.run(conn).unwrap();
        assert_eq!((update.count, update.gone), (69, vec![7]));
        let low = queryset!(Plant.filter(height < 100.0).update(pots = 1)).returning();
        assert!(low.run(conn).unwrap().iter().all(|plant| plant.pots == 1));

        let add = queryset!(fern.soils.add([1, 2]));
        assert_eq!(
            add.run(conn).unwrap(),
            Linked {
                added: 2,
                removed: 0
            }
        );
        let set = queryset!(fern.soils.set([2]));
        assert_eq!(
            set.run(conn).unwrap(),
            Linked {
                added: 0,
                removed: 1
            }
        );

        let visit = &queryset!(Visit.create(plant = fern, note = "dry"))
            .run(conn)
            .unwrap();
        assert_eq!(queryset!(fern.refresh()).run(conn).unwrap().pots, 2);
        let silent = queryset!(visit.update(note = ""));
        assert!(matches!(silent.run(conn), Err(Error::Hook(_))));
        assert_eq!(queryset!(visit.refresh()).run(conn).unwrap().note, "dry");

        match queryset!(Plant.create(name = "Fern", height = 0.5)).run(conn) {
            Err(Error::Violation(violation)) => {
                assert_eq!(
                    (violation.kind, violation.model),
                    (ViolationKind::Unique, "Plant")
                );
                assert_eq!(violation.fields, ["name"]);
            }
            other => panic!("{other:?}"),
        }
        let deleted = queryset!(Plant.filter(name == "Fern").delete())
            .run(conn)
            .unwrap();
        assert_eq!((deleted.of::<Plant>(), deleted.of::<Visit>()), (1, 1));
    }};
}

#[test]
fn every_write_runs_on_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = garden(dialect);
        every_write!(&mut connect(&place));
    }
}

#[test]
fn every_write_runs_on_a_pool_of_enums() {
    for dialect in DATABASES {
        let place = garden(dialect);
        let manager = ConnectionManager::<AnyConnection>::new(&place.url);
        let pool = Pool::builder().max_size(2).build(manager).unwrap();
        every_write!(&mut pool.get().unwrap());
    }
}

#[test]
fn writes_on_an_enum_are_part_of_its_transaction() {
    for dialect in DATABASES {
        let place = garden(dialect);
        let conn = &mut connect(&place);
        let undone: Result<(), Error> = atomic(conn, |conn| {
            let new = (0..100).map(|n| NewPlant::new(format!("Plant {n}"), 1.0));
            Plant.bulk_create(new).run(conn)?;
            queryset!(Visit.create(plant_id = 1, note = "wet")).run(conn)?;
            Err(Error::NoTransaction)
        });
        assert!(undone.is_err());
        assert_eq!(
            (Plant.count(conn).unwrap(), Visit.count(conn).unwrap()),
            (0, 0)
        );
    }
}
