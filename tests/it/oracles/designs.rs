//! Small designs whose analyses meet published figures.
