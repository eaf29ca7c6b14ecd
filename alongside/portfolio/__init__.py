"""What a pair makes: profiles, preferences, a story, the short versions, the plan; and who has opened what to whom."""
