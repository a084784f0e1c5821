global using Tendril.Domain.Rules;
global using Tendril.Domain.Values;
