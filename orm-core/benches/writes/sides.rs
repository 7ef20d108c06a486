//! The sides of a comparison: what each must write, and how it is asked.

use crate::models::*;

/// What is written, and what comes back.
pub trait Writes {
    /// Undoes what the turns before created, and makes the values of those that follow.
    fn ready(&mut self);
    fn bulk(&mut self) -> usize;
    fn bulk_rows(&mut self) -> Vec<Item>;
    fn bulk_fastest(&mut self) -> usize;
    fn create_new(&mut self) -> Item;
    fn create_values(&mut self) -> Item;
    fn update_row(&mut self, at: usize, price: f64) -> Product;
    fn update_key(&mut self, key: i32, price: f64) -> usize;
    fn upsert(&mut self, new: GivenProduct) -> Product;
    fn upsert_bulk(&mut self, new: GivenProduct) -> usize;
    fn update_loop(&mut self) -> usize;
    fn update_all(&mut self) -> usize;
    fn bulk_update(&mut self) -> usize;
    /// All rows of both tables, by their keys.
    fn state(&mut self) -> (Vec<Item>, Vec<Product>);
}

/// A connection, and what its turns use up: `N` is an item as the side takes it.
pub struct On<C, N> {
    pub conn: C,
    pub items: Vec<N>,
    pub products: Vec<Product>,
    /// The products with other values, of each row its own.
    pub changed: Vec<Product>,
    pub times: i32,
}

impl<C, N: From<Given>> On<C, N> {
    pub fn new(conn: C) -> Self {
        Self {
            conn,
            items: Vec::new(),
            products: Vec::new(),
            changed: Vec::new(),
            times: 0,
        }
    }

    pub fn refill(&mut self) {
        self.items = (1..=MANY).map(|n| N::from(Given::number(n))).collect();
        self.times += 1;
        self.changed = self.products.clone();
        for product in &mut self.changed {
            product.stock = product.id % 77 + self.times;
            product.price = f64::from(product.id * self.times) / 8.0;
            product.label = (product.id % 5 != 0).then(|| format!("Label {}", product.stock));
        }
    }

    pub fn all(&mut self) -> Vec<N> {
        std::mem::take(&mut self.items)
    }

    pub fn one(&mut self) -> N {
        self.items.pop().expect("`ready` comes before the turns")
    }
}

/// A side's methods are a module's functions of the same names; its tables are undone and read
/// by the functions of another.
macro_rules! writes {
    ($conn:ty, $new:ty, $module:ident, $tables:ident) => {
        impl $crate::sides::Writes for $crate::sides::On<$conn, $new> {
            fn ready(&mut self) {
                $tables::undo(&mut self.conn).expect("the tables");
                if self.products.is_empty() {
                    self.products = $tables::state(&mut self.conn).expect("the tables").1;
                }
                self.refill();
            }
            fn bulk(&mut self) -> usize {
                let rows = self.all();
                $module::bulk(&mut self.conn, rows).unwrap()
            }
            fn bulk_rows(&mut self) -> Vec<Item> {
                let rows = self.all();
                $module::bulk_rows(&mut self.conn, rows).unwrap()
            }
            fn bulk_fastest(&mut self) -> usize {
                let rows = self.all();
                $module::bulk_fastest(&mut self.conn, rows).unwrap()
            }
            fn create_new(&mut self) -> Item {
                let new = self.one();
                $module::create_new(&mut self.conn, new).unwrap()
            }
            fn create_values(&mut self) -> Item {
                let new = self.one();
                $module::create_values(&mut self.conn, new).unwrap()
            }
            fn update_row(&mut self, at: usize, price: f64) -> Product {
                $module::update_row(&mut self.conn, &self.products[at], price).unwrap()
            }
            fn update_key(&mut self, key: i32, price: f64) -> usize {
                $module::update_key(&mut self.conn, key, price).unwrap()
            }
            fn upsert(&mut self, new: GivenProduct) -> Product {
                $module::upsert(&mut self.conn, new).unwrap()
            }
            fn upsert_bulk(&mut self, new: GivenProduct) -> usize {
                $module::upsert_bulk(&mut self.conn, new).unwrap()
            }
            fn update_loop(&mut self) -> usize {
                $module::update_loop(&mut self.conn, &self.products).unwrap()
            }
            fn update_all(&mut self) -> usize {
                $module::update_all(&mut self.conn).unwrap()
            }
            fn bulk_update(&mut self) -> usize {
                $module::bulk_update(&mut self.conn, &self.changed).unwrap()
            }
            fn state(&mut self) -> (Vec<Item>, Vec<Product>) {
                $tables::state(&mut self.conn).unwrap()
            }
        }
    };
}
pub(crate) use writes;

/// A column of the tables.
pub struct Side {
    pub name: &'static str,
    /// The number of the side that it is compared with: hand-written Diesel.
    pub base: usize,
    pub writes: Box<dyn Writes>,
}
