//! What differs between databases, and stays so: a test for each row of the page
//! `orm_core::databases`.
