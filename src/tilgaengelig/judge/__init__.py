"""Pure: facts and rules in, findings out. What an engine says is a fact; what we tell a person is a judgement."""
