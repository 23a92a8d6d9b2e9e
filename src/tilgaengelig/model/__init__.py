"""The words that every room shares: subjects, rules, outcomes, audits and the tree of errors.

Standard library only; nothing here touches the world.
"""
