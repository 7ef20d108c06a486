//! The models and data of the documentation's examples.
