"""The facilitator's side of what goes from one learner to another."""
