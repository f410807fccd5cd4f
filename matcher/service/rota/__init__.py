"""The rota: slots that come again, who signs up, who steps in, who came."""
