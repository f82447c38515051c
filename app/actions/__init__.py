"""What a person does with photos, pictures and presets, beside adjusting."""
