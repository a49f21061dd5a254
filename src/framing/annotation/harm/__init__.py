"""Who does harm to whom: verbs in, their sides and their construction (active, passive, agentless) out."""
