//! Completion in shells: scripts that ask `tc3 __complete`, and its answers.
